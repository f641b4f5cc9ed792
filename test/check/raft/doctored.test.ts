import { beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import type { PropertyName } from '../../../src/check/properties.ts';
import { RaftMonitor } from '../../../src/check/raft/raft-monitor.ts';
import type { NodeOutput, NodeTrace } from '../../../src/node/io.ts';
import type { MemberChanges } from '../../../src/node/report/changes.ts';
import type { Message } from '../../../src/raft/message.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import { watchedEvents } from './watched-events.ts';

/** Tells the event otherwise; undefined: this is not one that can be told so. */
type Doctor = (event: WorldEvent) => WorldEvent | undefined;

const runs = new Map<boolean, readonly WorldEvent[]>();

beforeAll(async () => {
  for (const checkQuorum of [true, false]) runs.set(checkQuorum, await watchedEvents({ checkQuorum }));
});

/** What is found in the first event that the doctor has told otherwise; the run before it is as it was. */
function foundIn(doctor: Doctor, checkQuorum: boolean): PropertyName[] {
  const monitors = new Monitors([new RaftMonitor()]);
  for (const event of present(runs.get(checkQuorum), 'the run was made')) {
    const told = doctor(event);
    monitors.look(told ?? event);
    if (told !== undefined) return monitors.violations.map(({ property }) => property);
  }
  throw new Error('no event of the run could be told so');
}

function withOutput(event: WorldEvent, output: Partial<NodeOutput>): WorldEvent {
  return { ...event, output: { ...present(event.output, 'the event has a record'), ...output } };
}

function withChanges(event: WorldEvent, changes: MemberChanges): WorldEvent {
  const before = present(event.output, 'the event has a record').changes;
  return withOutput({ ...event, touched: -1 }, { changes: { ...before, ...changes } });
}

/** Some messages share a form. */
type MessageOf<Type, Any = Message> = Any extends { type: infer Own }
  ? Type extends Own
    ? Any
    : never
  : never;

/** Of the first such message that is sent, told otherwise. */
function sending<Type extends Message['type']>(
  type: Type,
  change: (message: MessageOf<Type>, event: WorldEvent) => Message | undefined,
): Doctor {
  return (event) => {
    const { sends = [] } = event.output ?? {};
    for (const [i, message] of sends.entries()) {
      if (message.type !== type) continue;
      const told = change(message as MessageOf<Type>, event);
      if (told !== undefined) return withOutput(event, { sends: sends.with(i, told) });
    }
    return undefined;
  };
}

type TraceOf<Type extends NodeTrace['type']> = Extract<NodeTrace, { type: Type }>;

/** Of the first such decision, told otherwise: as one decision, several or none. No life begins in it. */
function deciding<Type extends NodeTrace['type']>(
  type: Type,
  change: (trace: TraceOf<Type>, event: WorldEvent) => readonly NodeTrace[] | undefined,
): Doctor {
  return (event) => {
    const { trace = [], changes } = event.output ?? {};
    if (changes?.boot !== undefined) return undefined;
    for (const [i, one] of trace.entries()) {
      if (one.type !== type) continue;
      const told = change(one as TraceOf<Type>, event);
      if (told !== undefined) return withOutput(event, { trace: trace.toSpliced(i, 1, ...told) });
    }
    return undefined;
  };
}

/** Of the first record that has this field in the middle of a life, told otherwise. */
function changing<Field extends keyof MemberChanges>(
  field: Field,
  change: (value: NonNullable<MemberChanges[Field]>, event: WorldEvent) => MemberChanges | undefined,
): Doctor {
  return (event) => {
    const { changes } = event.output ?? {};
    const value = changes?.[field];
    if (value === undefined || changes?.boot !== undefined) return undefined;
    const told = change(value, event);
    return told && withChanges(event, told);
  };
}

/** Entries come to a follower. */
function accepting(
  change: (entry: NonNullable<MemberChanges['appended']>[number], hash: number) => MemberChanges,
): Doctor {
  return changing('appended', (appended, { input, output }) => {
    const [entry] = appended;
    const { truncatedFrom, hashes = [] } = output?.changes ?? {};
    if (input?.type !== 'message' || input.message.type !== 'MsgApp' || entry === undefined) return undefined;
    const isPlain = truncatedFrom === undefined && appended.length === 1 && entry.term > 1;
    return isPlain ? change(entry, hashes[0] ?? 0) : undefined;
  });
}

const hasConf = (event: WorldEvent): boolean =>
  event.output?.changes.appended?.some(({ type, index }) => type !== 'EntryNormal' && index > 1) === true;

/** The n-th change of members comes to a log; in a leader's own, or to a follower. */
function confChange(n: number, isLeaders: boolean, change: MemberChanges): Doctor {
  let count = 0;
  return (event) => {
    if (!hasConf(event) || event.output?.changes.boot !== undefined) return undefined;
    const isOwn = event.output?.trace.some(({ type }) => type === 'entriesAppended') === true;
    if (isOwn) count++;
    return count === n && isOwn === isLeaders ? withChanges(event, change) : undefined;
  };
}

/** An isolated leader is asked for a read when the others have committed in a later term: it answers by its lease. */
function readOfOldLeader(): Doctor {
  const leads = new Map<number, number>();
  let newest = 0;
  return (event) => {
    for (const trace of event.output?.trace ?? []) {
      if (trace.type === 'becameLeader') leads.set(event.node, Number(trace.term));
      if (trace.type === 'committed' && trace.by === 'quorum')
        newest = Math.max(newest, leads.get(event.node) ?? 0);
    }
    return deciding('readIndexAsked', (trace, { node }) =>
      (leads.get(node) ?? 0) < newest ? [{ ...trace, mode: 'leaseBased' }] : undefined,
    )(event);
  };
}

const group = { votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };

/** Each property, and how a record would be told that breaks it. */
const cases: readonly (readonly [PropertyName, Doctor, boolean?])[] = [
  [
    'VoteOnce',
    (event) => {
      const { sends = [] } = event.output ?? {};
      const vote = sends.find((message) => message.type === 'MsgVoteResp' && !message.reject);
      return vote && withOutput(event, { sends: [vote, { ...vote, to: 9 }] });
    },
  ],
  [
    'VoteJustified',
    deciding('voteGranted', (trace) =>
      trace.pre || trace.own.index === 0 ? undefined : [{ ...trace, theirs: { term: 0, index: 0 } }],
    ),
  ],
  ['VoteDurable', sending('MsgVoteResp', (message) => (message.reject ? undefined : { ...message, to: 9 }))],
  [
    'VoteDurable',
    deciding('becameCandidate', (trace, { node: from }) => [
      trace,
      {
        type: 'voteCounted',
        pre: false,
        from,
        granted: true,
        grantedCount: 1,
        rejectedCount: 0,
        result: 'pending',
      },
    ]),
  ],
  ['TermMonotonic', changing('term', (term) => (term > 1 ? { term: 0 } : undefined))],
  [
    'TermMonotonic',
    changing('hardState', (hardState) =>
      hardState.term > 1 ? { hardState: { ...hardState, term: 0 } } : undefined,
    ),
  ],
  ['RoleLegal', deciding('becameCandidate', ({ term }) => [{ type: 'becameLeader', term }])],
  [
    'QuorumElected',
    deciding('voteCounted', (trace) => (trace.result === 'won' && !trace.pre ? [] : undefined)),
  ],
  ['MsgTerm', sending('MsgApp', (message) => ({ ...message, term: Number(message.term) + 1 }))],
  [
    'EntryOrigin',
    accepting((entry, hash) => ({
      appended: [entry, { ...entry, index: entry.index + 1 }],
      hashes: [hash, 1],
      last: entry.index + 1,
    })),
  ],
  ['TermsNonDecreasing', accepting((entry) => ({ appended: [{ ...entry, term: 0 }] }))],
  ['TermsNonDecreasing', accepting((entry) => ({ appended: [{ ...entry, term: 99 }] }))],
  ['IndexOrder', changing('commit', (commit) => ({ commit: commit + 100 }))],
  [
    'CommitRule',
    deciding('committed', (trace) =>
      trace.by === 'quorum' ? [{ ...trace, counted: [{ have: [], voters: 3 }] }] : undefined,
    ),
  ],
  [
    'FollowerCommit',
    (event) => {
      const { input, output } = event;
      const isTaken =
        output?.trace.some((one) => one.type === 'committed' && one.by === 'leaderCommit') === true;
      if (!isTaken || input?.type !== 'message' || input.message.type !== 'MsgApp') return undefined;
      return { ...event, input: { ...input, message: { ...input.message, commit: 0 } } };
    },
  ],
  ['FollowerCommit', sending('MsgHeartbeat', (message) => ({ ...message, commit: 1000 }))],
  [
    'AckDurable',
    sending('MsgAppResp', (message) =>
      message.reject ? undefined : { ...message, index: message.index + 1 },
    ),
  ],
  ['CommitMonotonic', changing('commit', (commit) => (commit > 1 ? { commit: 0 } : undefined))],
  [
    'CommitMonotonic',
    changing('hardState', (hardState) =>
      hardState.commit > 1 ? { hardState: { ...hardState, commit: 0 } } : undefined,
    ),
  ],
  ['AppliedMonotonic', changing('applied', (applied) => (applied > 1 ? { applied: 0 } : undefined))],
  ['ApplyInOrder', deciding('applied', (trace) => [{ ...trace, first: trace.first + 1 }])],
  ['ApplyOnlyCommitted', changing('applied', (applied) => ({ applied: applied + 100 }))],
  [
    'StateHashAgreement',
    changing('kvHash', (kvHash, event) =>
      event.node > 1 && event.number > 100 ? { kvHash: kvHash ^ 1, applied: 0 } : undefined,
    ),
  ],
  [
    'SnapshotTrue',
    sending('MsgSnap', (message) => ({ ...message, snapshot: { ...message.snapshot, term: 99 } })),
  ],
  [
    'SnapshotTrue',
    sending('MsgSnap', (message) => {
      const { snapshot } = message;
      return { ...message, snapshot: { ...snapshot, confState: { ...snapshot.confState, voters: [7] } } };
    }),
  ],
  [
    'RestoreReplaces',
    changing('kvHash', (kvHash, { output }) =>
      output?.trace.some(({ type }) => type === 'snapshotInstalled') === true
        ? { kvHash: kvHash ^ 1 }
        : undefined,
    ),
  ],
  [
    'ConfigWellFormed',
    deciding('configSwitched', ({ confState, ...trace }) => [
      { ...trace, confState: { ...confState, learners: [...confState.learners, 1] } },
    ]),
  ],
  [
    'ConfigWellFormed',
    changing('progressOf', (ids) =>
      ids.length > 0 ? { progressOf: ids.slice(1), progress: [] } : undefined,
    ),
  ],
  [
    'OneStep',
    deciding('configSwitched', (trace) => [{ ...trace, confState: { ...group, voters: [1, 5, 6] } }]),
  ],
  [
    'QuorumOverlap',
    changing('confState', (_, { output }) =>
      output?.changes.progressOf === undefined ? undefined : { confState: { ...group, voters: [4] } },
    ),
  ],
  ['ApplyRule', confChange(2, true, { applied: 1 })],
  ['AppendRule', confChange(2, false, { commit: 1 })],
  [
    'CampaignRule',
    (event) => {
      const campaigns =
        event.number > 400 && event.output?.trace.some(({ type }) => type === 'becameCandidate');
      return campaigns === true ? withChanges(event, { applied: 1 }) : undefined;
    },
  ],
  [
    'LearnerPassive',
    deciding('becameCandidate', (trace, { node }) => [
      { type: 'configSwitched', confState: { ...group, voters: [9], learners: [node] } },
      trace,
    ]),
  ],
  [
    'Progress',
    changing('progress', (progress) => ({ progress: progress.map((one) => ({ ...one, match: one.next })) })),
  ],
  [
    'MatchIsTrue',
    changing('progress', (progress, { output, node }) => {
      const isAppended = output?.trace.some((one) => one.type === 'entriesAppended' && one.first > 3);
      if (isAppended !== true) return undefined;
      return {
        progress: progress.map((one) => (one.id === node ? one : { ...one, match: one.next - 1 })),
      };
    }),
  ],
  ['ReadIndexFresh', deciding('readServed', (trace) => [{ ...trace, index: 1 }])],
  ['ReadAfterApply', deciding('readServed', (trace) => [{ ...trace, index: trace.applied + 1 }])],
  ['LeaseDisjoint', readOfOldLeader(), false],
  [
    'VoterLease',
    deciding('voteIgnored', ({ pre, candidate, term }) => [
      {
        type: 'voteGranted',
        pre,
        candidate,
        term,
        own: { term: 1, index: 1 },
        theirs: { term: 1, index: 1 },
      },
    ]),
  ],
  [
    'MemberSoundness',
    (event) => ({ ...event, output: undefined, command: { type: 'crashed', node: 1, reason: 'it fell' } }),
  ],
];

describe('a record told otherwise', () => {
  it('as it is, the run breaks nothing', () => {
    for (const [checkQuorum, events] of runs) {
      const monitors = new Monitors([new RaftMonitor()]);
      for (const event of events) monitors.look(event);
      expect(monitors.violations, `checkQuorum ${checkQuorum}`).toEqual([]);
    }
  });

  for (const [i, [property, doctor, checkQuorum = true]] of cases.entries()) {
    it(`breaks ${property} (${i + 1})`, () => {
      expect(foundIn(doctor, checkQuorum)).toContain(property);
    });
  }
});
