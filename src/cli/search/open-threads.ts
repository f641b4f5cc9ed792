import { Worker, type Transferable } from 'node:worker_threads';
import type { SearchReply, SearchWorkerLike } from '../../host/search/search-port.ts';

const script = new URL('search-thread.ts', import.meta.url).href;
/** tsx takes no part in threads by itself: each asks for it first. */
const begin = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(script)}); })`;

/** A thread of Node.js in the form of a page's worker. */
export function openThread(): SearchWorkerLike {
  const worker = new Worker(begin, { eval: true });
  return {
    postMessage: (request, transfer) => worker.postMessage(request, transfer as unknown as Transferable[]),
    addEventListener: (type: 'message' | 'error', listener: (event: never) => void) => {
      const tell = listener as (event: unknown) => void;
      if (type === 'message') worker.on('message', (data: SearchReply) => tell({ data }));
      else worker.on('error', (error: Error) => tell({ message: error.message }));
    },
    terminate: () => void worker.terminate(),
  };
}
