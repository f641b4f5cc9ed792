import type { Flag } from './flag.ts';
import { quote } from './go-quote.ts';

/** The help's list of flags as etcdctl words it, in order of their names; its tabs are still to be aligned. */
export function flagUsages(flags: readonly Flag[]): string {
  return flags
    .filter(({ hidden }) => hidden !== true)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => {
      const start = flag.shorthand === undefined ? '      ' : `  -${flag.shorthand}, `;
      const shown = `=${flag.kind === 'string' ? quote(flag.default) : flag.default}`;
      return `${start}--${flag.name}${flag.kind === 'bool' ? `[${shown}]` : shown}\t${flag.usage}\n`;
    })
    .join('');
}
