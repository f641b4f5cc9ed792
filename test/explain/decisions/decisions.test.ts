import { describe, expect, test } from 'vitest';
import type { LogIndex, NodeId, Term } from '../../../src/base/flavor.ts';
import {
  keyOf,
  type Answer,
  type AskedMessage,
  type Decision,
  type NodeBefore,
} from '../../../src/explain/decisions/decision.ts';
import { decisionsOf } from '../../../src/explain/decisions/decisions.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import type { FaultName } from '../../../src/sim/command/faults.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { randomRun } from '../recorded-run.ts';

const FAULTS: readonly FaultName[] = [
  'kill',
  'restart',
  'pause',
  'partition',
  'loss',
  'disk',
  'hold',
  'transfer',
];

/** What every node decided in a random run. */
async function randomDecisions(config: Partial<LabConfig>, events: number): Promise<readonly Decision[]> {
  const { run } = await randomRun(config, FAULTS, events);
  const past = new RunPast(run);
  const { last } = run.history.events;
  const all: Decision[] = [];
  for (const node of run.live.world.machines.keys())
    all.push(...(await decisionsOf(past, { node, from: 1, to: last })));
  return all;
}

/** What the paper's rules say, read without looking at raft's code; undefined: not by a rule as simple as that. */
type Naive = (decision: Decision, config: Partial<LabConfig>) => Answer | undefined;

function termIn({ log, last }: NodeBefore, index: LogIndex): Term | 'not shown' | 'none' {
  if (index === 0) return 0;
  if (index > last.index) return 'none';
  return log.find((each) => each.index === index)?.term ?? 'not shown';
}

/** Figure 2, RequestVote; and that who hears a leader does not listen (section 6). */
const naiveVote: Naive = ({ asked, before }, { checkQuorum = false }) => {
  if (asked.type !== 'message' || asked.message.type !== 'MsgVote') return undefined;
  const { from: candidate, term, position, transfer } = asked.message;
  if (term < before.term || position === undefined) return { code: 'ignore', numbers: {} };
  const isNew = term > before.term;
  const inLease = checkQuorum && before.lead !== 0 && before.elapsed < before.electionTimeout;
  if (isNew && inLease && transfer !== true) return { code: 'ignore', numbers: {} };
  const [vote, lead] = isNew ? [0, 0] : [before.vote, before.lead];
  const upToDate =
    position.term !== before.last.term
      ? position.term > before.last.term
      : position.index >= before.last.index;
  const free = vote === candidate || (vote === 0 && lead === 0);
  if (free && upToDate) return { code: 'grant', numbers: { candidate, term } };
  return { code: isNew ? 'refuseInNewTerm' : 'refuse', numbers: { term } };
};

/** Figure 2, AppendEntries, but for where a refusal points to. */
const naiveAppend = (
  { asked, before }: Decision,
  { checkQuorum = false, preVote = false }: Partial<LabConfig>,
): { code: Answer['code'] | 'accepts'; commit?: LogIndex } | undefined => {
  if (asked.type !== 'message' || asked.message.type !== 'MsgApp') return undefined;
  const { term, position, entries = [], commit = 0 } = asked.message;
  if (term < before.term) return { code: checkQuorum || preVote ? 'tellTerm' : 'ignore' };
  if (position === undefined) return undefined;
  if (position.index < before.commit) return { code: 'acknowledgeCommit' };
  const own = termIn(before, position.index);
  if (own === 'not shown') return undefined;
  if (own !== position.term) return { code: 'reject' };
  const last = position.index + entries.length;
  return { code: 'accepts', commit: Math.max(before.commit, Math.min(commit, last)) };
};

/** Section 5.4.2: the highest index of the own term that most voters have. */
const naiveCommit: Naive = ({ asked, before }) => {
  const acknowledged = acknowledgedIn(asked);
  if (before.state !== 'StateLeader' || acknowledged === undefined) return undefined;
  const { from, index } = acknowledged;
  const matches = before.voters
    .map((voter) => {
      const known = before.matches.find(({ id }) => id === voter)?.match ?? 0;
      return voter === from ? Math.max(known, index) : known;
    })
    .sort((a, b) => a - b);
  const most = matches[Math.floor((matches.length - 1) / 2)] ?? 0;
  const term = termIn(before, most);
  if (term === 'not shown') return undefined;
  return most > before.commit && term === before.term
    ? { code: 'commitTo', numbers: { index: most } }
    : { code: 'commitNothing', numbers: { commit: before.commit } };
};

function acknowledgedIn(asked: Decision['asked']): { from: NodeId; index: LogIndex } | undefined {
  if (asked.type !== 'message') return undefined;
  const { type, from, index, reject }: AskedMessage = asked.message;
  return type === 'MsgAppResp' && reject === false && index !== undefined ? { from, index } : undefined;
}

const CONFIGS: readonly Partial<LabConfig>[] = [
  { seed: 11, nodes: 3, preVote: false, checkQuorum: false },
  { seed: 12, nodes: 5, preVote: true, checkQuorum: true },
  { seed: 13, nodes: 5, preVote: false, checkQuorum: true },
  { seed: 14, nodes: 4, preVote: true, checkQuorum: false },
];

describe('what nodes decide in random runs', () => {
  const seen = new Set<Answer['code']>();

  test.each(CONFIGS)('is offered once, and is what the paper says (%o)', async (config) => {
    const all = await randomDecisions(config, 4000);
    const agreed = { vote: 0, append: 0, commit: 0 };
    for (const decision of all) {
      const { answers, right, asked, before } = decision;
      const where = `seed ${config.seed}, event ${decision.event}, n${decision.node}: ${JSON.stringify({ asked, before }, plain)}`;
      const engines = answers[right];
      if (engines === undefined) throw new Error(`${where}: the right answer is not among the offered ones`);
      seen.add(engines.code);
      expect(answers.length, where).toBeGreaterThanOrEqual(2);
      expect(answers.length, where).toBeLessThanOrEqual(5);
      expect(new Set(answers.map(keyOf)).size, where).toBe(answers.length);

      const vote = naiveVote(decision, config);
      if (vote !== undefined) {
        agreed.vote++;
        expect(keyOf(engines), where).toBe(keyOf(vote));
      }
      const commit = naiveCommit(decision, config);
      if (commit !== undefined && engines.code !== 'stepDown') {
        agreed.commit++;
        expect(keyOf(engines), where).toBe(keyOf(commit));
      }
      const append = naiveAppend(decision, config);
      if (append === undefined) continue;
      agreed.append++;
      if (append.code !== 'accepts') expect(engines.code, where).toBe(append.code);
      else {
        expect(['accept', 'acceptCutting'], where).toContain(engines.code);
        expect(engines.numbers, where).toMatchObject({ commit: append.commit });
      }
    }
    expect(agreed.vote).toBeGreaterThan(10);
    expect(agreed.append).toBeGreaterThan(50);
    expect(agreed.commit).toBeGreaterThan(30);
  });

  test('they are of all kinds', () => {
    const codes: readonly Answer['code'][] = [
      'grant',
      'refuse',
      'refuseInNewTerm',
      'preGrant',
      'preRefuse',
      'ignore',
      'accept',
      'reject',
      'commitTo',
      'commitNothing',
      'becomeLeader',
      'waitForVotes',
      'campaign',
      'preCampaign',
      'append',
      'forward',
    ];
    expect(codes.filter((code) => !seen.has(code))).toEqual([]);
  });
});

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
