import { parentPort } from 'node:worker_threads';
import { setImmediate } from 'node:timers/promises';
import { present } from '../../base/assert.ts';
import type { SearchReply, SearchRequest } from '../../host/search/search-port.ts';
import { SearchShell } from '../../host/search/search-shell.ts';

/** A thread that searches through the small world: what search-worker.ts is in a page. */
const port = present(parentPort, 'this file runs in a thread');
const shell = new SearchShell(
  (reply: SearchReply) => port.postMessage(reply),
  () => setImmediate(),
);
port.on('message', (request: SearchRequest) => shell.handle(request));
