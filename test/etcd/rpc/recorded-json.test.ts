import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { concurrencyTables } from '../../../src/etcd/rpc/concurrency-message.ts';
import { hasNullItem, JsonFormatError, messageOfJson } from '../../../src/etcd/rpc/json-read.ts';
import { readNextJson } from '../../../src/etcd/rpc/json-tree.ts';
import { requestTables } from '../../../src/etcd/rpc/request-message.ts';
import type { MessageTable } from '../../../src/protobuf/table.ts';
import { watchRequest } from '../../../src/protobuf/etcdserverpb/watch.ts';
import { encode } from '../../../src/protobuf/wire-write.ts';

/**
 * What grpc-gateway's decoder made of some bodies, most of them damaged: the message, the body (a character a byte), and
 * for each value in it `v` with the wire form, `e` with the error, or `p` where sending the message on breaks.
 */
type Case = readonly [message: string, body: string, ...outcome: string[]];

const file = new URL('../../transcripts/etcd/json/cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];

const tables: Readonly<Record<string, MessageTable>> = {
  ...requestTables,
  watch: watchRequest,
  lock: concurrencyTables.lock.request,
  proclaim: concurrencyTables.proclaim.request,
};

function outcomeOf(name: string, body: Uint8Array): string[] {
  const table = present(tables[name], name);
  const outcome: string[] = [];
  let from = 0;
  // The decoder was asked four times at most.
  while (outcome.length < 4) {
    const read = readNextJson(body, from);
    if (read.type !== 'value') return [...outcome, `e ${read.type === 'end' ? 'EOF' : read.problem}`];
    try {
      const message = messageOfJson(table, read.node);
      outcome.push(hasNullItem(message) ? 'p' : `v ${Buffer.from(encode(table, message)).toString('hex')}`);
    } catch (error) {
      if (!(error instanceof JsonFormatError)) throw error;
      return [...outcome, `e ${error.message}`];
    }
    from = read.next;
  }
  return outcome;
}

describe('JSON as the gateway of a real etcd reads it', () => {
  it(`gives the same messages and the same errors, byte for byte, in ${cases.length} cases`, () => {
    for (const [name, body, ...outcome] of cases) {
      const bytes = Uint8Array.from(body, (character) => character.charCodeAt(0));
      expect(outcomeOf(name, bytes), `${name} ${JSON.stringify(body)}`).toEqual(outcome);
    }
  });
});
