import { describe, expect, it } from 'vitest';
import type { LogIndex, Term } from '../../src/base/flavor.ts';
import { Safety } from '../../src/check/safety.ts';
import type { DiskWrite, NodeTrace } from '../../src/node/io.ts';
import type { Member } from '../../src/node/member.ts';
import { makeEvent } from '../../src/sim/settle.ts';

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

function memberOf(paper: PaperMember): Member {
  const { id, term = 0, log, first = 1, applied = 0, kvHash = 0, odd } = paper;
  const { voters = [], votersOutgoing = [] } = paper;
  const confState = { voters, votersOutgoing, learners: [], learnersNext: [], autoLeave: false };
  const entry = (index: LogIndex) => {
    const entryTerm = log[index - 1];
    if (entryTerm === undefined || index < first) return undefined;
    const data = Uint8Array.of(index, Number(entryTerm), index === odd ? 1 : 0);
    return { view: { index, term: entryTerm, type: 'EntryNormal', kind: 'put', label: '' }, data };
  };
  const view = () => ({ id, term, first, last: log.length, applied, kvHash, confState });
  return { entry, view } as unknown as Member;
}

/** What a member on paper has done, step by step; the properties that were broken. */
function broken(...steps: readonly [PaperMember, ...NodeTrace[]][]): string[] {
  const safety = new Safety();
  for (const [i, [paper, ...trace]] of steps.entries()) {
    lookAt(safety, i + 1, paper, trace);
  }
  return safety.violations.map(({ property }) => property);
}

function lookAt(
  safety: Safety,
  number: number,
  paper: PaperMember,
  trace: readonly NodeTrace[],
  writes: readonly DiskWrite[] = [],
  writeDone?: number,
): void {
  const event = makeEvent(number, 0, writeDone === undefined ? 'tick' : 'writeDone', paper.id);
  if (writeDone !== undefined) event.input = { type: 'writeDone', write: writeDone };
  event.output = {
    sends: [],
    writes,
    applies: [],
    answers: [],
    streams: [],
    http: [],
    peers: [],
    trace,
    changes: {},
  };
  safety.look(event, memberOf(paper));
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

describe('the safety properties', () => {
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

  it('StateMachineSafety: a committed entry is removed', () => {
    const found = broken(
      [{ id: 1, term: 1, log: [1, 1] }, accepts(0, 2), commits(0, 2)],
      [{ id: 1, term: 2, log: [1] }, truncates(2)],
    );
    expect(found).toEqual(['StateMachineSafety']);
  });

  it('StateMachineSafety: a snapshot of what was never committed', () => {
    const restored: NodeTrace = { type: 'snapshotRestored', from: 1, index: 5, term: 1 };
    expect(broken([{ id: 2, term: 1, log: [1, 1, 1, 1, 1], first: 6 }, restored])).toEqual([
      'StateMachineSafety',
    ]);
  });

  it('StateHashAgreement: the same entries applied, another state', () => {
    const found = broken(
      [{ id: 1, log: [1], applied: 1, kvHash: 7 }, applies(1, 1)],
      [{ id: 2, log: [1], applied: 1, kvHash: 8 }, applies(1, 1)],
    );
    expect(found).toEqual(['StateHashAgreement']);
  });

  it('are remembered by a clone, which goes its own way', () => {
    const safety = new Safety();
    lookAt(safety, 1, { id: 1, term: 1, log: [] }, [leads(1)]);
    const copy = safety.clone();
    lookAt(copy, 2, { id: 2, term: 1, log: [] }, [leads(1)]);
    expect(copy.violations).toHaveLength(1);
    expect(safety.violations).toHaveLength(0);
  });
});

describe('QuorumDurability', () => {
  const log = [1, 1];
  const voters = [1, 2, 3];
  type Act = readonly ['ask' | 'done' | 'start', number, (readonly Term[])?];

  /** Node 1 leads; the members write entries 1 and 2, or the log on paper, as the acts say; then it commits entry 2. */
  function committing(leader: Partial<PaperMember>, ...acts: readonly Act[]): string[] {
    const safety = new Safety();
    let number = 0;
    lookAt(safety, ++number, { id: 1, term: 1, log }, [leads(1), appends(1, 2, 1)]);
    for (const [act, id, written = log] of acts) {
      const trace: NodeTrace[] = id === 1 ? [] : [accepts(0, written.length)];
      if (act === 'start') lookAt(safety, ++number, { id, log: written }, [starts(written.length)]);
      else if (act === 'ask') lookAt(safety, ++number, { id, log: written }, trace, [writeOf(number)]);
      else lookAt(safety, ++number, { id, log: written }, [], [], number - 1);
    }
    lookAt(safety, ++number, { id: 1, term: 1, log, voters, ...leader }, [commits(0, 2)]);
    return safety.violations.map(({ property, detail }) => `${property}: ${detail}`);
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
