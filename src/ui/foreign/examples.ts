import type { FileToRead } from '../../foreign/foreign-reader.ts';
import { openHistory } from './foreign-store.ts';

/** Histories for whoever has no file: recorded from a real cluster (election, robustness), or written in the forms of the real tools. */
export const foreignExamples = ['staleRead', 'election', 'robustness', 'broadcast', 'lab'] as const;
export type ForeignExample = (typeof foreignExamples)[number];

type Text = Promise<{ readonly default: string }>;
type Files = readonly (readonly [path: string, load: () => Text])[];

const files: Readonly<Record<ForeignExample, Files>> = {
  staleRead: [['history.edn', () => import('./examples/stale-read.edn?raw')]],
  election: [
    ['m1.log', () => import('./examples/m1.log?raw')],
    ['m2.log', () => import('./examples/m2.log?raw')],
    ['m3.log', () => import('./examples/m3.log?raw')],
  ],
  robustness: [
    ['report/client-1/operations.json', () => import('./examples/client-1-operations.txt?raw')],
    ['report/client-2/operations.json', () => import('./examples/client-2-operations.txt?raw')],
    ['report/client-3/operations.json', () => import('./examples/client-3-operations.txt?raw')],
    ['report/client-4/operations.json', () => import('./examples/client-4-operations.txt?raw')],
    ['report/client-5/watch.json', () => import('./examples/client-5-watch.txt?raw')],
  ],
  broadcast: [['replication.log', () => import('./examples/replication.shiviz.txt?raw')]],
  lab: [['lab.log', () => import('./examples/lab.log?raw')]],
};

export async function openExample(name: ForeignExample): Promise<void> {
  const read = files[name].map(async ([path, load]): Promise<FileToRead> => {
    const { default: text } = await load();
    return { path, file: new Blob([text]) };
  });
  await openHistory(await Promise.all(read));
}
