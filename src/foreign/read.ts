import { unreachable } from '../base/assert.ts';
import { cut } from '../base/brief.ts';
import { readEtcdLogs } from './etcd-log.ts';
import { ForeignError } from './foreign-error.ts';
import type { LineGrammar } from './grammar/grammar.ts';
import { fieldsOf, readByGrammar } from './grammar/read-lines.ts';
import type { ForeignFormat, ForeignHistory, Note } from './history.ts';
import { readJepsen } from './jepsen.ts';
import { readPorcupinePages } from './porcupine-page.ts';
import { recognise, type FileKind } from './recognise.ts';
import { readRobustness } from './robustness.ts';
import { readShiviz } from './shiviz.ts';
import { baseName, linesOf, type ForeignFile, type Source } from './source.ts';

/**
 * The history that these files are, by what stands in them; lines that are none of the known formats are read by the first
 * of `grammars` that fits most of them. Throws ForeignError: `unknownFormat` where no grammar fits.
 */
export function readForeign(files: readonly ForeignFile[], grammars: readonly LineGrammar[]): ForeignHistory {
  const kinds = files.map((file) => ({ file, kind: recognise(file) }));
  const format = formatOf(kinds);
  const own = kinds.filter(({ kind }) => kind === format);
  const sources = own.flatMap(({ file }) => ('text' in file ? [file] : []));
  if (format === 'robustness') return readRobustness(files);
  const history = readSources(format, sources, grammars);
  const others = kinds.filter(({ kind }) => kind !== format);
  const notes = others.map(({ file }): Note => ({ code: 'notRead', values: { file: file.path } }));
  return { ...history, notes: [...history.notes, ...notes] };
}

function readSources(
  format: Exclude<ForeignFormat, 'robustness'>,
  sources: readonly Source[],
  grammars: readonly LineGrammar[],
): ForeignHistory {
  switch (format) {
    case 'jepsen':
      return readJepsen(sources);
    case 'porcupine':
      return readPorcupinePages(sources);
    case 'shiviz':
      return readShiviz(sources);
    case 'etcdLog':
      return readEtcdLogs(sources);
    case 'lines':
      return readByGrammar(sources, grammarFor(sources, grammars));
    default:
      return unreachable(format);
  }
}

/**
 * Histories of two formats have two clocks: which was meant is for whoever opened them to say. What stands beside one
 * (pictures, pages, plain text) is passed over, and said to be.
 */
function formatOf(kinds: readonly { readonly file: ForeignFile; readonly kind: FileKind }[]): ForeignFormat {
  const known = new Map<ForeignFormat, string>();
  for (const { file, kind } of kinds) {
    if (kind !== 'data' && kind !== 'binary' && kind !== 'nothing' && !known.has(kind))
      known.set(kind, file.path);
  }
  const [first] = kinds;
  const file = first?.file.path ?? '';
  if (known.size === 0)
    throw new ForeignError(kinds.some(({ kind }) => kind !== 'nothing') ? 'unreadable' : 'empty', {
      file,
      line: 0,
    });
  // A report has porcupine's page and notes of its own beside it, and any folder may have a text in it.
  if (known.has('robustness')) return 'robustness';
  const formats = [...known.keys()].filter((format) => format !== 'lines' || known.size === 1);
  const [only, other] = formats;
  if (only === undefined) return 'lines';
  if (other !== undefined)
    throw new ForeignError(
      'mixedFormats',
      { file: known.get(other) ?? '', line: 0 },
      {
        file: known.get(only) ?? '',
        format: only,
        other,
      },
    );
  return only;
}

/** So many lines are tried, and so much of them has to fit. */
const TRIED_MAX = 200;
const FITTING = 0.6;

function grammarFor(sources: readonly Source[], grammars: readonly LineGrammar[]): LineGrammar {
  const lines = sources.flatMap(({ text }) => firstLines(text));
  let best: { grammar: LineGrammar; fitting: number } | undefined;
  for (const grammar of grammars) {
    const fitting = lines.filter((line) => fieldsOf(grammar, line) !== undefined).length;
    if (best === undefined || fitting > best.fitting) best = { grammar, fitting };
  }
  if (best !== undefined && best.fitting > 0 && best.fitting >= lines.length * FITTING) return best.grammar;
  const [first] = sources;
  throw new ForeignError(
    'unknownFormat',
    { file: first?.path ?? '', line: 1 },
    {
      name: baseName(first?.path ?? ''),
      found: cut(lines[0] ?? ''),
    },
  );
}

function firstLines(text: string): string[] {
  const found: string[] = [];
  for (const line of linesOf(text)) {
    if (line.text.trim() !== '') found.push(line.text);
    if (found.length === TRIED_MAX) break;
  }
  return found;
}
