import type { SearchReply, SearchRequest } from './search-port.ts';
import { SearchShell } from './search-shell.ts';

/** A message to oneself comes after those that are here already. */
const { port1: knock, port2: door } = new MessageChannel();
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    door.addEventListener('message', () => resolve(), { once: true });
    knock.postMessage(undefined);
  });
door.start();

/** The Web Worker that searches through the small world. */
const shell = new SearchShell((reply: SearchReply) => postMessage(reply), breathe);
addEventListener('message', (event: MessageEvent<SearchRequest>) => shell.handle(event.data));
