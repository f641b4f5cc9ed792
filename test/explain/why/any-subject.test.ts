import { describe, expect, it } from 'vitest';
import { drawInt, makeDice } from '../../../src/base/random.ts';
import { explainWhy } from '../../../src/explain/why/explain-why.ts';
import type { Why } from '../../../src/explain/why/why.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import type { NodeTrace } from '../../../src/node/io.ts';
import { randomRun, type RecordedRun } from '../recorded-run.ts';
import { drawSubjects } from './random-subjects.ts';
import { BROKEN_WORDS, sentences } from './scenario.ts';

/** What the record says of it: an answer may not say another thing. */
function contradiction(why: Why, { run, heard }: RecordedRun): string | undefined {
  const { world } = run.cluster;
  const [newest = 0] = why.causes;
  const traces: readonly NodeTrace[] = why.causes.flatMap((event) => heard[event - 1]?.output?.trace ?? []);
  const has = (isIt: (trace: NodeTrace) => boolean): string | undefined =>
    traces.some(isIt) ? undefined : 'no such decision in the events it names';
  switch (why.answer) {
    case 'voteGranted':
      return has((trace) => trace.type === 'voteGranted' && trace.candidate === why.numbers.candidate);
    case 'voteLogBehind':
      return has((trace) => trace.type === 'voteRejected' && trace.reason === 'logBehind');
    case 'voteForAnother':
      return has((trace) => trace.type === 'voteRejected' && trace.reason === 'votedForAnother');
    case 'voteInLease':
      return has((trace) => trace.type === 'voteIgnored');
    case 'messageOfOldTerm':
      return has((trace) => trace.type === 'messageIgnored' && trace.reason === 'lowerTerm');
    case 'appendRejected':
      return has((trace) => trace.type === 'appendRejected');
    case 'messageLost': {
      const ended = heard
        .slice(0, newest)
        .some(({ ended: ends }) => ends.some(({ end }) => end !== 'delivered'));
      return ended ? undefined : 'no message has been lost';
    }
    case 'leaderLeads':
    case 'leaderWithoutQuorum':
    case 'leaderOfOldTerm':
      return world.machine(why.numbers.node).state === 'StateLeader' ? undefined : 'it does not lead';
    case 'noLeaderTooFewUp':
    case 'noLeaderSplit':
    case 'noLeaderWaiting':
    case 'noLeaderYet':
    case 'noLeaderAsking':
    case 'noLeaderRefused': {
      const leads = [...world.machines.values()].some(
        ({ status, state }) => status !== 'killed' && state === 'StateLeader',
      );
      return leads ? 'somebody leads' : undefined;
    }
    default:
      return undefined;
  }
}

describe('whatever is asked, of whatever run', () => {
  for (const seed of [3, 29]) {
    it(`has an answer that the record bears out, in both languages (seed ${seed})`, async () => {
      const recorded = await randomRun(
        { nodes: 5, seed, checkQuorum: seed !== 11, preVote: seed === 29 },
        ['kill', 'restart', 'loss', 'pause', 'partition', 'transfer', 'membership'],
        2500,
      );
      const { run } = recorded;
      const past = new RunPast(run);
      const dice = makeDice(seed, 'subjects');
      const answers = new Set<string>();
      for (let i = 0; i < 6; i++) {
        if (i > 0) await run.seekEvent(drawInt(dice, 0, run.history.events.last));
        for (const subject of drawSubjects(dice, run.cluster.world)) {
          const at = `event ${run.cluster.world.events}, ${JSON.stringify(subject)}`;
          const why = await explainWhy(past, subject);
          answers.add(why.answer);
          expect(contradiction(why, recorded), `${at}: ${why.answer}`).toBeUndefined();
          for (const event of why.causes) expect(event, at).toBeLessThanOrEqual(run.cluster.world.events);
          if (why.byItselfAtMs !== undefined)
            expect(why.byItselfAtMs * 1000, at).toBeGreaterThanOrEqual(run.cluster.world.now);
          for (const text of sentences(why)) expect(text, at).not.toMatch(BROKEN_WORDS);
        }
      }
      expect(answers.size).toBeGreaterThan(8);
    });
  }
});
