import { Digest } from '../../src/base/digest.ts';
import { hashEvent } from '../../src/sim/record/hash-event.ts';
import { makeEvent } from '../../src/sim/settle.ts';
import { printLine } from './print-line.ts';

// What the fingerprint of a run costs: the event of a put with a value of 256 bytes, as a command of the history. The best
// of several rounds, as anything else that this machine does only adds.

const EVENTS = 20_000;
const ROUNDS = 10;

const event = makeEvent(1, 1_000_000, 'command', 1);
event.command = {
  type: 'request',
  request: 1,
  node: 1,
  operation: {
    type: 'put',
    key: new TextEncoder().encode('k0000042'),
    value: Uint8Array.from({ length: 256 }, (_, i) => (73 * i + 9) & 0xff),
  },
};

const hash = new Digest();
let best = Infinity;
for (let round = 0; round < ROUNDS; round++) {
  const start = performance.now();
  for (let i = 0; i < EVENTS; i++) {
    event.at = i;
    hashEvent(hash, event);
  }
  best = Math.min(best, performance.now() - start);
}
printLine('hash/put-256', (best / EVENTS) * 1000, 'µs');
