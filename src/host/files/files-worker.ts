import { blobSource } from './blob-source.ts';
import type { FilesRequest } from './files-port.ts';
import { FilesShell } from './files-shell.ts';
import { openDoors, sealWorker } from './seal.ts';

/** The Web Worker that reads etcd's files. Before it takes any it shuts what leads out of it. */
sealWorker(self);

const shell = new FilesShell((reply) => postMessage(reply), {
  sourceOf: blobSource,
  openDoors: () => openDoors(self),
  now: () => performance.now(),
});
addEventListener('message', (event: MessageEvent<FilesRequest>) => shell.handle(event.data));
