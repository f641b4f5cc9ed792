import type { Flag, FlagKind } from './flag.ts';
import { quote } from './go-quote.ts';

/** How pflag names the values of a kind. */
const valueNames: Readonly<Record<FlagKind, string>> = {
  bool: '',
  string: 'string',
  int: 'int',
  int32: 'int32',
  int64: 'int',
  uint: 'uint',
  uint64: 'uint',
  float64: 'float',
  duration: 'duration',
  stringSlice: 'strings',
};

/** The list of flags as pflag itself words it, in order of their names; for tools that have no form of their own. */
export function pflagUsages(flags: readonly Flag[]): string {
  const lines = flags
    .filter(({ hidden }) => hidden !== true)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => ({ head: headOf(flag), tail: namedUsage(flag).usage + shownDefault(flag) }));
  const width = Math.max(0, ...lines.map(({ head }) => head.length));
  return lines.map(({ head, tail }) => `${head.padEnd(width)}   ${tail}\n`).join('');
}

function headOf(flag: Flag): string {
  const start = flag.shorthand === undefined ? '      ' : `  -${flag.shorthand}, `;
  const { name } = namedUsage(flag);
  return `${start}--${flag.name}${name === '' ? '' : ` ${name}`}`;
}

/** A word in back quotes is the name of the value. */
function namedUsage({ kind, usage }: Flag): { readonly name: string; readonly usage: string } {
  const [whole, name] = /`([^`]*)`/.exec(usage) ?? [];
  if (whole === undefined || name === undefined) return { name: valueNames[kind], usage };
  return { name, usage: usage.replace(whole, name) };
}

/** None where it is the nought of its kind. */
function shownDefault({ kind, default: text }: Flag): string {
  if (/^(|0|false|\[\]|0s)$/.test(text) && !(kind === 'string' && text !== '')) return '';
  return ` (default ${kind === 'string' ? quote(text) : text})`;
}
