import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ForeignError } from '../../src/foreign/foreign-error.ts';
import type { ForeignHistory } from '../../src/foreign/history.ts';
import type { Source } from '../../src/foreign/source.ts';

const examples = new URL('../../src/ui/foreign/examples/', import.meta.url);
const recorded = new URL('recorded/', import.meta.url);

/** An example of the page, under the path that it is opened by. */
export function example(name: string, path = name): Source {
  return { path, text: readFileSync(fileURLToPath(new URL(name, examples)), 'utf8') };
}

/** What a real tool has written (the file's name says which). */
export function recordedText(name: string, path = name): Source {
  return { path, text: readFileSync(fileURLToPath(new URL(name, recorded)), 'utf8') };
}

export function recordedBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(name, recorded))));
}

/** The report that was recorded from a real cluster of three while its leader was killed. */
export function report(): Source[] {
  return [
    ...[1, 2, 3, 4].map((n) => example(`client-${n}-operations.txt`, `report/client-${n}/operations.json`)),
    example('client-5-watch.txt', 'report/client-5/watch.json'),
  ];
}

/** Items as lines: `n1 send 3..5 ok: its words`. */
export function lines({ items, lanes, types }: ForeignHistory): string[] {
  const outcomes = ['', ' ok', ' fail', ' unknown'];
  return items.label.map((label, i) => {
    const [at, end] = [items.at[i] ?? 0, items.end[i] ?? 0];
    const span = end === at ? `${at}` : `${at}..${end}`;
    const name = lanes[items.lane[i] ?? 0]?.name ?? '';
    return `${name} ${types[items.type[i] ?? 0] ?? ''} ${span}${outcomes[items.outcome[i] ?? 0]}: ${label}`;
  });
}

/** What a reader refuses, in short: `file:line:column problem`. */
export function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ForeignError)) throw error;
    const { file, line, column } = error.spot;
    return `${[file, line, ...(column === undefined ? [] : [column])].join(':')} ${error.problem}`;
  }
  return 'taken';
}
