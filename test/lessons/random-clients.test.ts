import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Attempts } from './run-text.ts';

const node = fc.integer({ min: 1, max: 3 });
const client = fc.constantFrom('c1', 'c2');
const key = fc.constantFrom('a', 'b', 'c');
const lease = fc.constantFrom('L', 'M');
const revision = fc.integer({ min: 0, max: 12 });

const compare = fc.oneof(
  fc
    .tuple(fc.constantFrom('mod', 'create', 'version'), key, fc.constantFrom('=', '!=', '<', '>'), revision)
    .map(([target, k, sign, value]) => `${target}(${k})${sign}${value}`),
  fc.tuple(key, fc.nat(3)).map(([k, value]) => `value(${k})=${value}`),
  fc.tuple(key, lease).map(([k, l]) => `lease(${k})!=${l}`),
);

const operation = fc.oneof(
  fc.tuple(key, fc.nat(3)).map(([k, value]) => `put ${k}=${value}`),
  key.map((k) => `get ${k}`),
  fc.constantFrom('get prefix=""', 'get from=b limit=1', 'get a end=c sort=mod order=descend'),
  key.map((k) => `del ${k}`),
  fc.constant('del from=c prevKv'),
);

const operations = fc.array(operation, { maxLength: 3 }).map((each) => each.join(', '));

const call = fc.oneof(
  { weight: 6, arbitrary: operation },
  { weight: 1, arbitrary: fc.tuple(key, lease).map(([k, l]) => `put ${k}=0 lease=${l}`) },
  { weight: 1, arbitrary: fc.tuple(key, revision).map(([k, rev]) => `get ${k} rev=${rev}`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.array(compare, { maxLength: 2 }), operations, operations)
      .map(([compares, yes, no]) => `txn if ${compares.join(' and ')} then ${yes} else ${no}`),
  },
  { weight: 1, arbitrary: revision.map((rev) => `compact ${rev}`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(lease, fc.integer({ min: 1, max: 30 }))
      .map(([l, ttl]) => `lease grant ${l} ttl=${ttl}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('revoke', 'keepalive', 'timetolive'), lease)
      .map(([what, l]) => `lease ${what} ${l}`),
  },
  { weight: 2, arbitrary: revision.map((from) => `watch w prefix="" from=${from} prevKv`) },
  { weight: 1, arbitrary: fc.constantFrom('resume w', 'cancel w', 'progress w', 'retry', 'pause') },
  { weight: 2, arbitrary: lease.map((l) => `lock m lease=${l}`) },
  { weight: 1, arbitrary: fc.constantFrom('unlock m', 'S.write v=1', 'S.write v=2 token=3') },
);

/** Lines that may or may not be possible when their turn comes. */
const line = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .tuple(client, fc.option(node), call)
      .map(([c, at, what]) => (at === null ? `${c} ${what}` : `${c} at=${at} ${what}`)),
  },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }).map((ticks) => `tick ${ticks}`) },
  { weight: 2, arbitrary: node.map((id) => `campaign ${id}`) },
  { weight: 2, arbitrary: fc.tuple(node, key).map(([id, k]) => `propose ${id} ${k}=9`) },
  { weight: 1, arbitrary: node.map((id) => `crash ${id}`) },
  { weight: 3, arbitrary: node.map((id) => `restart ${id}`) },
  { weight: 1, arbitrary: node.map((id) => `compact ${id}`) },
  { weight: 1, arbitrary: node.map((id) => `isolate ${id}`) },
  { weight: 3, arbitrary: fc.constantFrom('heal', 'auto', 'manual', 'settle', 'resume c1', 'resume c2') },
  { weight: 2, arbitrary: fc.tuple(node, key).map(([id, k]) => `sread ${id} ${k}`) },
  { weight: 1, arbitrary: fc.constantFrom('with fencing:', 'expect rev>=1', 'expect get a: count>=0') },
);

/** What a script may not do yet, or not now; nothing else may keep a line from being done. */
const impossible =
  /got (n\d is|nothing is in flight|c\d is|c\d has made none|there is none|w$)|violation MutualExclusion|all are down|got count=-/;

const beginning = [
  'cluster voters=1,2,3',
  'campaign 1',
  'client c1 at=1',
  'client c2 at=2 timeout=8',
  'store S',
];

describe('random scripts of clients', () => {
  it('never fall, break no promise of raft, and read only what there was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 10, maxLength: 40 }), async (lines) => {
        const attempts = new Attempts();
        const end = ['auto', 'heal', ...[1, 2, 3].map((id) => `restart ${id}`), 'tick 20'];
        const refused = await attempts.takeAll([...beginning, ...lines, ...end], impossible);
        expect(refused, attempts.done.join('\n')).toBeUndefined();
        expect(await attempts.take('expect serializable=ok'), attempts.done.join('\n')).toBe('passed');
      }),
      { numRuns: 60, seed: 5 },
    );
  }, 60_000);

  it('without stale reads are linearizable', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 10, maxLength: 40 }), async (lines) => {
        const fresh = lines.filter((each) => !/sread|serializable/.test(each));
        const attempts = new Attempts();
        await attempts.takeAll([...beginning, ...fresh], impossible);
        expect(await attempts.take('expect linearizable=ok'), attempts.done.join('\n')).toBe('passed');
      }),
      { numRuns: 40, seed: 6 },
    );
  }, 60_000);
});
