import type { Tool } from '../kernel/process.ts';
import { gnuTool, hintOf, ToolError } from './getopt.ts';
import { inputsOf, LineReader, readAll, textOf } from './lines.ts';
import { encodeUtf8, Utf8Pieces } from '../../base/utf8.ts';

/** `wc [-lwcm] [FILE…]`. */
export const wc: Tool = gnuTool(
  { short: 'lwcm', long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm' } },
  function* (process, given) {
    const { inputs, missing } = yield* inputsOf(process, given.words);
    const kinds =
      given.options.length === 0 ? ['l', 'w', 'c'] : ['l', 'w', 'm', 'c'].filter((kind) => given.has(kind));
    const rows: { readonly name: string; readonly counts: number[] }[] = [];
    for (const { name, input } of inputs) {
      const pieces = yield* readAll(input);
      const text = textOf(pieces);
      const count: Readonly<Record<string, number>> = {
        l: text.split('\n').length - 1,
        w: text.split(/\s+/).filter((word) => word !== '').length,
        m: Array.from(text).length,
        c: pieces.reduce((sum, piece) => sum + piece.length, 0),
      };
      rows.push({ name, counts: kinds.map((kind) => count[kind] ?? 0) });
    }
    if (given.words.length > 1) {
      const totals = kinds.map((_, i) => rows.reduce((sum, { counts }) => sum + (counts[i] ?? 0), 0));
      rows.push({ name: 'total', counts: totals });
    }
    // Of what has no size beforehand GNU's wc makes columns of seven.
    const bytes = given.words.reduce((sum, name) => sum + (process.files.read(name)?.length ?? 0), 0);
    const isSized = given.words.length > 0 && !given.words.includes('-');
    const isOne = kinds.length === 1 && rows.length === 1;
    const width = isOne ? 1 : isSized ? String(bytes).length : 7;
    for (const { name, counts } of rows) {
      const cells = counts.map((count) => String(count).padStart(width)).join(' ');
      process.write(1, `${cells}${name === '' ? '' : ` ${name}`}\n`);
    }
    return missing > 0 ? 1 : 0;
  },
);

/** Places as cut's lists name them: `1,3-5,7-`. Throws a ToolError. */
function placesOf(list: string, what: string): (place: number) => boolean {
  const ranges = list.split(',').map((part) => {
    const [, from, dash, to] = /^(\d*)(-?)(\d*)$/.exec(part) ?? [];
    if (from === undefined || (from === '' && to === ''))
      throw new ToolError(
        /^[\d,-]*$/.test(list) ? `invalid range with no endpoint: -` : `invalid ${what} value ‘${part}’`,
      );
    if (from === '0' || to === '0')
      throw new ToolError(
        `${what === 'field' ? 'fields' : 'byte/character positions'} are numbered from 1\n${hintOf('cut').trimEnd()}`,
      );
    const first = from === '' ? 1 : Number(from);
    const last = dash === '' ? first : to === '' || to === undefined ? Infinity : Number(to);
    if (last < first) throw new ToolError(`invalid decreasing range\n${hintOf('cut').trimEnd()}`);
    return { first, last };
  });
  return (place) => ranges.some(({ first, last }) => place >= first && place <= last);
}

/** `cut -f LIST [-d CHAR] [-s]`, `cut -c LIST`, `cut -b LIST`. */
export const cut: Tool = gnuTool(
  {
    short: 'f:c:b:d:s',
    long: {
      fields: 'f',
      characters: 'c',
      bytes: 'b',
      delimiter: 'd',
      'only-delimited': 's',
      'output-delimiter': 'd',
    },
  },
  function* (process, given) {
    const fields = given.value('f');
    const chars = given.value('c') ?? given.value('b');
    const list = fields ?? chars;
    if (list === undefined)
      throw new ToolError(
        `you must specify a list of bytes, characters, or fields\n${hintOf('cut').trimEnd()}`,
      );
    const delimiter = given.value('d') ?? '\t';
    if (Array.from(delimiter).length > 1)
      throw new ToolError(`the delimiter must be a single character\n${hintOf('cut').trimEnd()}`);
    const isTaken = placesOf(list, fields === undefined ? 'byte/character position' : 'field');
    const { inputs, missing } = yield* inputsOf(process, given.words);
    for (const { input } of inputs) {
      const reader = new LineReader(input);
      for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
        if (fields === undefined) {
          process.write(
            1,
            `${Array.from(line)
              .filter((_, i) => isTaken(i + 1))
              .join('')}\n`,
          );
        } else if (line.includes(delimiter)) {
          process.write(
            1,
            `${line
              .split(delimiter)
              .filter((_, i) => isTaken(i + 1))
              .join(delimiter)}\n`,
          );
        } else if (!given.has('s')) process.write(1, `${line}\n`);
      }
    }
    return missing > 0 ? 1 : 0;
  },
);

const SETS: Readonly<Record<string, string>> = {
  lower: 'a-z',
  upper: 'A-Z',
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: '0-9A-Za-z',
  space: '\\t\\n\\v\\f\\r ',
  blank: '\\t ',
  punct: '!-/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
};
const TR_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  v: '\v',
  f: '\f',
  '\\': '\\',
  a: '\x07',
  b: '\b',
};

/** The characters of a set as tr writes it: ranges, classes, escapes. */
function setOf(text: string): string[] {
  const written = text.replace(/\[:(\w+):\]/g, (whole, name: string) =>
    Object.hasOwn(SETS, name) ? (SETS[name] ?? whole) : whole,
  );
  const chars: string[] = [];
  const tokens = written.match(/\\(?:[0-7]{1,3}|[^])|[^]/gu) ?? [];
  const plain = tokens.map((token) => {
    if (!token.startsWith('\\') || token.length === 1) return token;
    const rest = token.slice(1);
    return /^[0-7]+$/.test(rest) ? String.fromCharCode(Number.parseInt(rest, 8)) : (TR_ESCAPES[rest] ?? rest);
  });
  for (let i = 0; i < plain.length; i++) {
    const from = plain[i] ?? '';
    const to = plain[i + 2];
    if (tokens[i + 1] !== '-' || to === undefined) {
      chars.push(from);
      continue;
    }
    const [a, b] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
    if (b < a)
      throw new ToolError(`range-endpoints of '${from}-${to}' are in reverse collating sequence order`);
    for (let code = a; code <= b; code++) chars.push(String.fromCodePoint(code));
    i += 2;
  }
  return chars;
}

/** `tr [-cds] SET1 [SET2]`, by characters. */
export const tr: Tool = gnuTool(
  {
    short: 'cCdst',
    stopsAtWord: true,
    long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' },
  },
  function* (process, given) {
    const [first, second] = given.words;
    if (first === undefined) throw new ToolError(`missing operand\n${hintOf('tr').trimEnd()}`);
    const [isDelete, isSqueeze] = [given.has('d'), given.has('s')];
    if (second === undefined && !isDelete && !isSqueeze)
      throw new ToolError(
        `missing operand after ‘${first}’\nTwo strings must be given when translating.\n${hintOf('tr').trimEnd()}`,
      );
    if (second !== undefined && isDelete && !isSqueeze)
      throw new ToolError(
        `extra operand ‘${second}’\nOnly one string may be given when deleting without squeezing repeats.\n${hintOf('tr').trimEnd()}`,
      );
    const from = setOf(first);
    const to = second === undefined ? [] : setOf(second);
    const isComplement = given.has('c') || given.has('C');
    const isIn = (c: string): boolean => from.includes(c) !== isComplement;
    const lastOfTo = to.at(-1) ?? '';
    const translate = (c: string): string => {
      if (isDelete || to.length === 0 || !isIn(c)) return c;
      return isComplement ? lastOfTo : (to[from.lastIndexOf(c)] ?? lastOfTo);
    };
    const squeezed = (c: string): boolean => isSqueeze && (second === undefined ? isIn(c) : to.includes(c));
    let before = '';
    const decoder = new Utf8Pieces();
    while (!process.stdin.isOver) {
      const piece = process.stdin.take();
      if (piece === undefined) {
        yield [process.stdin];
        continue;
      }
      let out = '';
      for (const c of decoder.decode(piece)) {
        if (isDelete && isIn(c)) continue;
        const next = translate(c);
        if (next === before && squeezed(next)) continue;
        out += next;
        before = next;
      }
      if (out !== '') process.write(1, encodeUtf8(out));
    }
    return 0;
  },
);
