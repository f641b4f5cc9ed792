import type { FileAt } from './files-port.ts';
import { WorkerFiles } from './worker-files.ts';

/** Files that are read in a worker of the page's. */
export function openFiles(files: readonly FileAt[]): WorkerFiles {
  return new WorkerFiles(spawn, files);
}

function spawn(): Worker {
  return new Worker(new URL('files-worker.ts', import.meta.url), { type: 'module', name: 'files' });
}
