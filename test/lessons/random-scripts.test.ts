import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Attempts } from './run-text.ts';

const node = fc.integer({ min: 1, max: 5 });
const link = fc
  .tuple(node, node)
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => `${from}>${to}`);
/** n1 and n2 stay voters: raft refuses to go on without any. */
const change = fc
  .tuple(fc.constantFrom('v', 'l', 'r'), fc.integer({ min: 3, max: 5 }))
  .map(([kind, id]) => `${kind}${id}`);

/** Lines that may or may not be possible when their turn comes. */
const line = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }).map((ticks) => `tick ${ticks}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), node)
      .map(([ticks, id]) => `tick ${ticks} only=${id} raw`),
  },
  { weight: 3, arbitrary: node.map((id) => `campaign ${id}`) },
  { weight: 6, arbitrary: fc.tuple(node, fc.nat(99)).map(([id, value]) => `propose ${id} k=${value}`) },
  { weight: 3, arbitrary: node.map((id) => `crash ${id}`) },
  { weight: 4, arbitrary: node.map((id) => `restart ${id}`) },
  { weight: 2, arbitrary: node.map((id) => `compact ${id}`) },
  { weight: 2, arbitrary: link.map((name) => `cut ${name}`) },
  { weight: 2, arbitrary: link.map((name) => `hold ${name}`) },
  { weight: 1, arbitrary: node.map((id) => `isolate ${id}`) },
  { weight: 3, arbitrary: fc.constantFrom('heal', 'uncut', 'release', 'auto', 'manual', 'manual', 'settle') },
  { weight: 6, arbitrary: link.map((name) => `deliver ${name}`) },
  { weight: 2, arbitrary: link.map((name) => `dup ${name}`) },
  { weight: 1, arbitrary: link.map((name) => `discard ${name}`) },
  { weight: 6, arbitrary: node.map((id) => `ready ${id}`) },
  { weight: 2, arbitrary: fc.tuple(node, change).map(([id, one]) => `conf ${id} ${one}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(node, change, change).map(([id, one, two]) => `conf ${id} joint ${one} ${two}`),
  },
  { weight: 1, arbitrary: fc.tuple(node, node).map(([id, to]) => `transfer ${id} ${to}`) },
  { weight: 1, arbitrary: fc.tuple(node, fc.nat(9)).map(([id, n]) => `read ${id} r${n}`) },
  { weight: 1, arbitrary: fc.tuple(node, node).map(([id, peer]) => `unreachable ${id} ${peer}`) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('append', 'apply', 'stall', 'unstall'), node)
      .map(([word, id]) => `${word} ${id}`),
  },
);

const cluster = fc
  .record({
    members: fc.constantFrom('voters=1,2,3 spare=4,5', 'voters=1,2,3,4,5', 'voters=1,2,3 learners=4 spare=5'),
    preVote: fc.boolean(),
    checkQuorum: fc.boolean(),
    narrow: fc.boolean(),
    isAsync: fc.boolean(),
  })
  .map(
    ({ members, preVote, checkQuorum, narrow, isAsync }) =>
      `cluster ${members}${preVote ? ' preVote' : ''}${checkQuorum ? ' checkQuorum' : ''}${narrow ? ' inflight=2 oneEntryPerMsg' : ''}${isAsync ? ' async' : ''}`,
  );

/** What a script may not do yet, or not now; nothing else may keep a line from being done. */
const impossible = /got (n\d is|nothing is in flight)|has nothing to do|there is none|storage is synchronous/;

describe('random scripts on rules that are all kept', () => {
  it('break no promise, and raft never falls', async () => {
    await fc.assert(
      fc.asyncProperty(cluster, fc.array(line, { minLength: 10, maxLength: 45 }), async (first, lines) => {
        const attempts = new Attempts();
        const refused = await attempts.takeAll([first, 'campaign 1', ...lines], impossible);
        expect(refused, attempts.done.join('\n')).toBeUndefined();
      }),
      { numRuns: 80, seed: 11 },
    );
  }, 60_000);
});
