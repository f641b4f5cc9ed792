import { describe, expect, it } from 'vitest';
import { rulesOfMessage } from '../../src/explain/message-rules.ts';
import { isMessageType } from '../../src/raft/message.ts';
import { randomRun } from './recorded-run.ts';

describe('the rules that may decide when a message is handled', () => {
  const seeds = [61, 62, 63];

  it('are all that decided on a message of that type in random runs', async () => {
    const missing = new Set<string>();
    const seen = new Set<string>();
    for (const seed of seeds) {
      const config = { nodes: 5, seed, preVote: seed !== 62, checkQuorum: seed !== 63, snapshotCount: 5 };
      const { heard } = await randomRun(
        config,
        ['kill', 'partition', 'loss', 'pause', 'transfer', 'membership'],
        4000,
      );
      for (const { input, output } of heard) {
        if (input?.type !== 'message' || !isMessageType(input.message.type)) continue;
        const { type } = input.message;
        for (const trace of output?.trace ?? []) {
          if (!('rule' in trace) || trace.rule === undefined) continue;
          const listed: readonly string[] = rulesOfMessage[type];
          const decision = `${type}: ${trace.rule}`;
          seen.add(decision);
          if (!listed.includes(trace.rule)) missing.add(`${decision} (${trace.type}), seed ${seed}`);
        }
      }
    }
    expect([...missing]).toEqual([]);
    // It is no test of nothing.
    expect(seen.size, [...seen].join('; ')).toBeGreaterThan(10);
  });
});
