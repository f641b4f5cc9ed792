import { isDeepStrictEqual } from 'node:util';
import { entryHash } from '../../src/raft/entry-hash.ts';
import type { MemberBoot, NodeInput, NodeOutput } from '../../src/node/io.ts';
import { Member } from '../../src/node/member.ts';
import type { MemberChanges } from '../../src/node/report/changes.ts';
import { ImageFold, type MemberImage } from '../../src/node/report/image.ts';

/** Every field of a record's changes: the compiler holds the list to be complete. */
const allFields: Readonly<Record<keyof MemberChanges, true>> = {
  boot: true,
  state: true,
  term: true,
  vote: true,
  lead: true,
  leadTransferee: true,
  commit: true,
  applying: true,
  applied: true,
  first: true,
  last: true,
  stable: true,
  snapshotIndex: true,
  snapshotTerm: true,
  pendingSnapshotIndex: true,
  hardState: true,
  electionElapsed: true,
  randomizedElectionTimeout: true,
  heartbeatElapsed: true,
  pendingConfIndex: true,
  votes: true,
  confState: true,
  progress: true,
  progressOf: true,
  truncatedFrom: true,
  appended: true,
  hashes: true,
  pendingProposals: true,
  pendingReads: true,
  hasReady: true,
  appendQueue: true,
  applyQueue: true,
  revision: true,
  compactRevision: true,
  keyCount: true,
  kvHash: true,
  replaced: true,
  records: true,
  compacted: true,
  consistentIndex: true,
  sizeBytes: true,
  sizeInUseBytes: true,
  isCompacting: true,
  countsLeases: true,
  leases: true,
  watches: true,
  toldRevision: true,
  members: true,
  memberIds: true,
  formerIds: true,
  alarms: true,
  auth: true,
};

export const changeFields = Object.keys(allFields) as (keyof MemberChanges)[];

const ALL = 10_000;

/** What a look into a member, or at an image of it, shows. */
type Look = Readonly<Record<string, unknown>>;

function lookAt(shown: Member | MemberImage): Look {
  const view = shown.view();
  const revisions = [
    0,
    Math.max(1, view.compactRevision),
    Math.ceil((view.compactRevision + view.revision) / 2),
  ];
  const keys = shown.range(0, ALL).kvs.map(({ key }) => key);
  const data = [];
  for (let index = view.first; index <= view.last; index++) data.push(shown.entry(index)?.data);
  return {
    view,
    entries: shown.entries(0, ALL),
    data: [shown.entry(view.first - 1), data, shown.entry(view.last + 1)],
    ranges: revisions.map((revision) => shown.range(revision, revision === 0 ? 3 : ALL)),
    histories: keys.map((key) => shown.keyHistory(key)),
    changes: shown.recentChanges(30),
    records: shown.records(0, Infinity),
    store: shown.storeView(ALL),
    alarms: shown.alarms(),
    members: [1, 2, 3, 4, 5, 6].map((node) => shown.memberIdOf(node)),
    former: [...shown.formerIds()],
  };
}

/** The fold of a life's records, with the hashes of its log, which an image does not keep. */
class Fold {
  fold = ImageFold.ofNothing();
  hashes = new Map<number, number | undefined>();

  take(changes: MemberChanges): void {
    if (changes.boot !== undefined) this.hashes.clear();
    this.fold.add(changes);
    const { truncatedFrom, appended = [], hashes = [], first = 0 } = changes;
    for (const index of this.hashes.keys())
      if (index >= (truncatedFrom ?? Infinity)) this.hashes.delete(index);
    appended.forEach(({ index }, i) => this.hashes.set(index, hashes[i]));
    for (const index of this.hashes.keys()) if (index < first) this.hashes.delete(index);
  }

  /** Where it differs from a fresh look into the member; undefined: nowhere. */
  differenceFrom(member: Member, fresh: Look): string | undefined {
    const own = lookAt(this.fold.image);
    const part = Object.keys(fresh).find((name) => !isDeepStrictEqual(own[name], fresh[name]));
    if (part !== undefined) return part;
    const { first, last } = member.view();
    if (this.hashes.size !== Math.max(0, last - first + 1)) return 'hashes';
    for (const [index, hash] of this.hashes) {
      const entry = member.entry(index);
      if (entry === undefined) return 'hashes';
      const { view, data } = entry;
      if (hash !== entryHash({ index, term: view.term, type: view.type, data })) return 'hashes';
    }
    return undefined;
  }

  copy(): Fold {
    const copy = new Fold();
    copy.fold = this.fold.clone();
    copy.hashes = new Map(this.hashes);
    return copy;
  }
}

/** What is common to the lives of a run's members: which lies of omission were found out. */
export class Judge {
  records = 0;
  readonly problems: string[] = [];
  /** Fields without which a fold was found to be wrong. */
  readonly found = new Set<keyof MemberChanges>();

  /** Boots members whose records are folded, and held against a look into them after each. */
  get factory() {
    return {
      boot: (boot: MemberBoot): { member: Member; output: NodeOutput } => {
        const { member, output } = Member.boot(boot);
        const folded = new FoldedMember(member, this);
        folded.judge(output.changes);
        return { member: folded as unknown as Member, output };
      },
    };
  }
}

/** A member that is held against the fold of its records; and against folds that leave a field out. */
class FoldedMember {
  readonly #member: Member;
  readonly #judge: Judge;
  readonly #fold = new Fold();
  /** Folds without a field, from the first record on that has it, until they are found to be wrong. */
  readonly #without = new Map<keyof MemberChanges, Fold>();

  constructor(member: Member, judge: Judge) {
    this.#member = member;
    this.#judge = judge;
  }

  handle(input: NodeInput): NodeOutput {
    const output = this.#member.handle(input);
    this.judge(output.changes);
    return output;
  }

  judge(changes: MemberChanges): void {
    const judge = this.#judge;
    judge.records++;
    const before = this.#fold.copy();
    this.#fold.take(changes);
    const fresh = lookAt(this.#member);
    const difference = this.#fold.differenceFrom(this.#member, fresh);
    if (difference !== undefined) judge.problems.push(`record ${judge.records}: ${difference}`);
    for (const field of Object.keys(changes) as (keyof MemberChanges)[]) {
      if (!judge.found.has(field) && !this.#without.has(field)) this.#without.set(field, before.copy());
    }
    for (const [field, fold] of this.#without) {
      if (!judge.found.has(field) && this.#isRight(fold, { ...changes, [field]: undefined }, fresh)) continue;
      judge.found.add(field);
      this.#without.delete(field);
    }
  }

  #isRight(fold: Fold, changes: MemberChanges, fresh: Look): boolean {
    try {
      fold.take(changes);
      return fold.differenceFrom(this.#member, fresh) === undefined;
    } catch {
      return false; // such as records of a store that come out of order
    }
  }

  view() {
    return this.#member.view();
  }

  entries(first: number, last: number) {
    return this.#member.entries(first, last);
  }

  entry(index: number) {
    return this.#member.entry(index);
  }

  formerIds() {
    return this.#member.formerIds();
  }

  memberIdOf(node: number) {
    return this.#member.memberIdOf(node);
  }
}
