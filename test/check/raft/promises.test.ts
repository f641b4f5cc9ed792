import { describe, expect, it } from 'vitest';
import type { LogIndex, Term } from '../../../src/base/flavor.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import { RaftMonitor } from '../../../src/check/raft/raft-monitor.ts';
import type { DiskWrite, NodeTrace } from '../../../src/node/io.ts';
import { ALL_CHANGES } from '../../../src/node/report/touched.ts';
import type { MemberChanges, MemberConstants } from '../../../src/node/report/changes.ts';
import type { Entry } from '../../../src/raft/entry.ts';
import { entryHash } from '../../../src/raft/entry-hash.ts';
import { makeEvent } from '../../../src/sim/settle.ts';

/** A member that is nothing but a log: terms from index 1 on; the data of an entry says its index and term. */
interface PaperMember {
  readonly id: number;
  readonly term?: Term;
  readonly log: readonly Term[];
  readonly first?: LogIndex;
  readonly applied?: LogIndex;
  readonly kvHash?: number;
  /** None: whatever it commits is durable enough. */
  readonly voters?: readonly number[];
  readonly votersOutgoing?: readonly number[];
  /** Other data than usual in the entry at this index. */
  readonly odd?: LogIndex;
}

const CONSTANTS: MemberConstants = {
  id: 1,
  electionTimeout: 10,
  quotaBytes: 0,
  keepsTombstones: false,
  owesTombstones: false,
  addresses: [],
  heartbeatTicks: 1,
  tickMs: 100,
  checkQuorum: false,
  preVote: false,
  leaseBasedReads: false,
  maxInflightMsgs: 256,
};

function entryOf({ log, odd }: PaperMember, index: LogIndex): Entry {
  const term = log[index - 1] ?? 0;
  return {
    index,
    term,
    type: 'EntryNormal',
    data: Uint8Array.of(index, Number(term), index === odd ? 1 : 0),
  };
}

/** What its record says when it has been like `before`: of the log what is new from its first other entry on. */
function changesOf(paper: PaperMember, before: PaperMember | undefined, isBoot: boolean): MemberChanges {
  const { id, term = 0, log, first = 1, applied = 0, kvHash = 0 } = paper;
  const { voters = [], votersOutgoing = [] } = paper;
  const known = isBoot || before === undefined ? [] : before.log;
  let same = first - 1;
  while (same < Math.min(known.length, log.length) && known[same] === log[same]) same++;
  const appended = log.slice(same).map((_, i) => entryOf(paper, same + 1 + i));
  return {
    ...(isBoot || before === undefined ? { boot: { ...CONSTANTS, id } } : {}),
    ...(same < known.length ? { truncatedFrom: same + 1 } : {}),
    ...(appended.length === 0 ? {} : { appended, hashes: appended.map(entryHash) }),
    term,
    first,
    last: log.length,
    applied,
    kvHash,
    confState: { voters, votersOutgoing, learners: [], learnersNext: [], autoLeave: false },
  };
}

/** What the members on paper were when they were last looked at. */
type Papers = Map<number, PaperMember>;

/** Members on paper keep few of the rules: what is asked is which promises they break. */
function promises(monitors: Monitors): Monitors['violations'] {
  return monitors.violations.filter(({ kind }) => kind === 'promise');
}

/** What a member on paper has done, step by step; the promises that were broken. */
function broken(...steps: readonly [PaperMember, ...NodeTrace[]][]): string[] {
  const safety = new Monitors([new RaftMonitor()]);
  const papers: Papers = new Map();
  for (const [i, [paper, ...trace]] of steps.entries()) {
    lookAt(safety, papers, i + 1, paper, trace);
  }
  return promises(safety).map(({ property }) => property);
}

function lookAt(
  safety: Monitors,
  papers: Papers,
  number: number,
  paper: PaperMember,
  trace: readonly NodeTrace[],
  writes: readonly DiskWrite[] = [],
  writeDone?: number,
): void {
  const event = makeEvent(number, 0, writeDone === undefined ? 'tick' : 'writeDone', paper.id);
  if (writeDone !== undefined) event.input = { type: 'writeDone', write: writeDone };
  event.touched = ALL_CHANGES;
  event.output = {
    sends: [],
    writes,
    applies: [],
    answers: [],
    streams: [],
    http: [],
    peers: [],
    trace,
    readys: 0,
    changes: changesOf(
      paper,
      papers.get(paper.id),
      trace.some(({ type }) => type === 'started'),
    ),
  };
  papers.set(paper.id, paper);
  safety.look(event);
}

const leads = (term: Term): NodeTrace => ({ type: 'becameLeader', term });
const follows = (term: Term): NodeTrace => ({ type: 'becameFollower', term, lead: 0, reason: 'higherTerm' });
const appends = (first: LogIndex, last: LogIndex, term: Term): NodeTrace => ({
  type: 'entriesAppended',
  first,
  last,
  term,
});
const accepts = (prev: LogIndex, last: LogIndex): NodeTrace => ({
  type: 'appendAccepted',
  from: 1,
  prev: { index: prev, term: 0 },
  last,
});
const commits = (from: LogIndex, to: LogIndex): NodeTrace => ({
  type: 'committed',
  from,
  to,
  by: 'quorum',
  counted: [],
});
const applies = (first: LogIndex, last: LogIndex): NodeTrace => ({
  type: 'applied',
  first,
  last,
  revision: 1,
});
const truncates = (from: LogIndex): NodeTrace => ({ type: 'logTruncated', from, oldTerm: 1, newTerm: 2 });

const starts = (last: LogIndex): NodeTrace => ({
  type: 'started',
  term: 1,
  vote: 0,
  commit: 0,
  last,
  snapshot: 0,
  tornBytes: 0,
});

/** A write of entries that is asked for at this event. */
function writeOf(event: number): DiskWrite {
  return { id: event, operations: [], sync: true, entries: 1, hardState: false, snapshot: false, bytes: 0 };
}

describe('the promises of Raft', () => {
  it('hold in a plain run: elected, appended, committed, taken over by another leader', () => {
    const found = broken(
      [{ id: 1, term: 1, log: [1] }, leads(1), appends(1, 1, 1)],
      [{ id: 2, term: 1, log: [1] }, accepts(0, 1)],
      [{ id: 1, term: 1, log: [1] }, commits(0, 1)],
      [{ id: 2, term: 2, log: [1, 2] }, leads(2), appends(2, 2, 2)],
      [{ id: 1, term: 2, log: [1, 2] }, follows(2), accepts(1, 2)],
      [{ id: 2, term: 2, log: [1, 2] }, commits(0, 2)],
      [{ id: 1, term: 2, log: [1, 2] }, commits(1, 2)],
    );
    expect(found).toEqual([]);
  });

  it('ElectionSafety: a term has one leader, even after it has stepped down', () => {
    const found = broken(
      [{ id: 1, term: 3, log: [3] }, leads(3), appends(1, 1, 3)],
      [{ id: 1, term: 4, log: [3] }, follows(4)],
      [{ id: 2, term: 3, log: [] }, leads(3)],
    );
    expect(found).toEqual(['ElectionSafety']);
  });

  it('ElectionSafety: two leaders of different terms at once are legal', () => {
    const found = broken([{ id: 1, term: 3, log: [] }, leads(3)], [{ id: 2, term: 4, log: [] }, leads(4)]);
    expect(found).toEqual([]);
  });

  it('LeaderAppendOnly: a leader neither truncates its log nor appends anywhere but at its end', () => {
    const elected: [PaperMember, ...NodeTrace[]] = [
      { id: 1, term: 2, log: [1, 2] },
      leads(2),
      appends(2, 2, 2),
    ];
    expect(broken(elected, [{ id: 1, term: 2, log: [1] }, truncates(2)])).toEqual(['LeaderAppendOnly']);
    expect(broken(elected, [{ id: 1, term: 2, log: [1, 2] }, appends(2, 2, 2)])).toEqual([
      'LeaderAppendOnly',
    ]);
    expect(broken(elected, [{ id: 1, term: 3, log: [1] }, follows(3), truncates(2)])).toEqual([]);
  });

  it('LogMatching: the same entry after another prefix', () => {
    const found = broken(
      [{ id: 1, log: [1, 1, 2] }, accepts(0, 3)],
      [{ id: 2, log: [1, 2, 2] }, accepts(0, 2)],
      [{ id: 2, log: [1, 2, 2] }, accepts(2, 3)],
    );
    expect(found).toEqual(['LogMatching']);
  });

  it('LogMatching: the same index and term with other data', () => {
    const found = broken(
      [{ id: 1, log: [1, 1] }, accepts(0, 2)],
      [{ id: 2, log: [1, 1], odd: 2 }, accepts(0, 2)],
    );
    expect(found).toEqual(['LogMatching']);
  });

  it('LeaderCompleteness: who is elected later has what was committed', () => {
    const committed: [PaperMember, ...NodeTrace[]] = [
      { id: 1, term: 2, log: [1, 2] },
      accepts(0, 2),
      commits(0, 2),
    ];
    expect(broken(committed, [{ id: 2, term: 3, log: [1] }, accepts(0, 1), leads(3)])).toEqual([
      'LeaderCompleteness',
    ]);
    expect(broken(committed, [{ id: 2, term: 3, log: [1, 2] }, accepts(0, 2), leads(3)])).toEqual([]);
  });

  it('LeaderCompleteness: an entry committed later than the term of a stale leader is none of its business', () => {
    // properties.md, part D: n3 leads term 2 without the entry of term 1, which is committed in term 3.
    const found = broken(
      [{ id: 1, term: 3, log: [1, 3] }, leads(3), appends(2, 2, 3), commits(0, 2)],
      [{ id: 3, term: 2, log: [2] }, leads(2), appends(1, 1, 2)],
    );
    expect(found).toEqual([]);
  });

  it('LeaderCompleteness: what is compacted away is covered by the snapshot', () => {
    const found = broken(
      [{ id: 1, term: 1, log: [1, 1] }, accepts(0, 2), commits(0, 2)],
      [{ id: 2, term: 2, log: [1, 1], first: 3 }, leads(2)],
    );
    expect(found).toEqual([]);
  });

  it('StateMachineSafety: two entries committed at one index', () => {
    const found = broken(
      [{ id: 1, term: 1, log: [1, 1] }, accepts(0, 2), commits(0, 2)],
      [{ id: 2, term: 2, log: [1, 2] }, accepts(0, 2), commits(0, 2)],
    );
    expect(found).toEqual(['StateMachineSafety']);
  });

  it('CommittedNeverTruncated: a committed entry is removed', () => {
    const found = broken(
      [{ id: 1, term: 1, log: [1, 1] }, accepts(0, 2), commits(0, 2)],
      [{ id: 1, term: 2, log: [1] }, truncates(2)],
    );
    expect(found).toEqual(['CommittedNeverTruncated']);
  });

  it('SnapshotTrue: a snapshot of what was never committed', () => {
    const restored: NodeTrace = { type: 'snapshotRestored', from: 1, index: 5, term: 1 };
    expect(broken([{ id: 2, term: 1, log: [1, 1, 1, 1, 1], first: 6 }, restored])).toEqual(['SnapshotTrue']);
  });

  it('StateHashAgreement: the same entries applied, another state', () => {
    const found = broken(
      [{ id: 1, log: [1], applied: 1, kvHash: 7 }, applies(1, 1)],
      [{ id: 2, log: [1], applied: 1, kvHash: 8 }, applies(1, 1)],
    );
    expect(found).toEqual(['StateHashAgreement']);
  });

  it('are remembered by a clone, which goes its own way', () => {
    const safety = new Monitors([new RaftMonitor()]);
    const papers: Papers = new Map();
    lookAt(safety, papers, 1, { id: 1, term: 1, log: [] }, [leads(1)]);
    const copy = safety.clone();
    lookAt(copy, papers, 2, { id: 2, term: 1, log: [] }, [leads(1)]);
    expect(promises(copy)).toHaveLength(1);
    expect(promises(safety)).toHaveLength(0);
  });
});

describe('QuorumDurability', () => {
  const log = [1, 1];
  const voters = [1, 2, 3];
  type Act = readonly ['ask' | 'done' | 'start', number, (readonly Term[])?];

  /** Node 1 leads; the members write entries 1 and 2, or the log on paper, as the acts say; then it commits entry 2. */
  function committing(leader: Partial<PaperMember>, ...acts: readonly Act[]): string[] {
    const safety = new Monitors([new RaftMonitor()]);
    const papers: Papers = new Map();
    let number = 0;
    lookAt(safety, papers, ++number, { id: 1, term: 1, log }, [leads(1), appends(1, 2, 1)]);
    for (const [act, id, written = log] of acts) {
      const trace: NodeTrace[] = id === 1 ? [] : [accepts(0, written.length)];
      if (act === 'start') lookAt(safety, papers, ++number, { id, log: written }, [starts(written.length)]);
      else if (act === 'ask')
        lookAt(safety, papers, ++number, { id, log: written }, trace, [writeOf(number)]);
      else lookAt(safety, papers, ++number, { id, log: written }, [], [], number - 1);
    }
    lookAt(safety, papers, ++number, { id: 1, term: 1, log, voters, ...leader }, [commits(0, 2)]);
    return promises(safety).map(({ property, detail }) => `${property}: ${detail}`);
  }

  const alone = /^QuorumDurability: .* the disks of 1 alone, of voters 1, 2, 3$/;

  it('holds when a majority has written the entry, the leader or not', () => {
    expect(committing({}, ['ask', 1], ['done', 1], ['ask', 3], ['done', 3])).toEqual([]);
    expect(committing({}, ['ask', 2], ['done', 2], ['ask', 3], ['done', 3])).toEqual([]);
    expect(committing({}, ['start', 2], ['start', 3])).toEqual([]);
  });

  it('is broken when a write is only under way, or is an older one', () => {
    const [underWay] = committing({}, ['ask', 1], ['done', 1], ['ask', 2]);
    expect(underWay).toMatch(alone);
    const [older] = committing({}, ['ask', 1], ['done', 1], ['ask', 2, [1]], ['done', 2, [1]]);
    expect(older).toMatch(alone);
  });

  it('is broken when a disk has other entries there, or what was under way is lost', () => {
    const [other] = committing({}, ['ask', 1], ['done', 1], ['ask', 2, [1, 2]], ['done', 2, [1, 2]]);
    expect(other).toMatch(alone);
    const [lost] = committing({}, ['ask', 1], ['done', 1], ['ask', 2], ['start', 2, []]);
    expect(lost).toMatch(alone);
  });

  it('asks for majorities of both halves of a joint configuration', () => {
    const joint = { voters: [1, 2, 3], votersOutgoing: [1, 4, 5] };
    const both = ['ask', 1] as const;
    expect(committing(joint, [...both], ['done', 1], ['ask', 2], ['done', 2])).toHaveLength(1);
    expect(
      committing(joint, [...both], ['done', 1], ['ask', 2], ['done', 2], ['ask', 5], ['done', 5]),
    ).toEqual([]);
  });
});
