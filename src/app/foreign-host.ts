import { WorkerReader } from '../host/foreign/worker-reader.ts';
import { readForeignWith } from '../ui/foreign/foreign-reader.ts';

/** Histories of other programs are read in a worker of their own. */
export function startForeignHost(): void {
  readForeignWith(
    new WorkerReader(
      () => new Worker(new URL('../host/foreign/foreign-worker.ts', import.meta.url), { type: 'module' }),
    ),
  );
}
