import type { ByteSource, Tell } from '../../base/byte-source.ts';
import type { EtcdLine } from './etcd-line.ts';
import {
  readWal,
  type RecordProblem,
  type SnapshotMark,
  type WalPlace,
  type WalSummary,
} from './read-wal.ts';
import type { HardStateRecord } from './record-heads.ts';
import { brokenSequence, segmentOfIndex } from './segment-files.ts';

/** A snapshot whose file can be read. */
export interface StartSnapshot {
  readonly index: number;
  readonly term: number | bigint;
}

/**
 * The steps in which an etcd takes up its log: it looks through all of it for marks of snapshots; it opens the files from the newest snapshot
 * on that has a mark; it reads them; it repairs the last one if the end is torn, once; and raft begins with what came of it.
 */
export type StartStep = 'marks' | 'open' | 'read' | 'repair' | 'raft';

export interface WalStart {
  readonly line: EtcdLine;
  readonly outcome: 'starts' | 'repairs' | 'refuses';
  /** Where it refuses. */
  readonly step?: StartStep;
  /** It has cut off a torn end. */
  readonly repaired: boolean;
  /** It dies in a panic instead of ending with an error. */
  readonly panics?: boolean;
  /** The error itself, as etcd's packages say it. */
  readonly error?: string;
  /** What etcd logs: the line with which it ends, or says that it has repaired. From 3.5 on the message, with its error in parentheses. */
  readonly words?: string;
  /** Where in the log it is. */
  readonly place?: WalPlace;
  /** From which snapshot; index 0 for none. */
  readonly from: StartSnapshot;
  /** What raft has then, after `from`; as far as it was read where it refuses. */
  readonly entries: number;
  readonly lastIndex: number;
  readonly hardState: HardStateRecord | undefined;
}

const NO_SNAPSHOT: StartSnapshot = { index: 0, term: 0 };

/**
 * What an etcd of a line makes of a log. `wal`: read by that line's rules, or any line's if it is plain. `snapshots`: those whose files can be
 * read, in any order. What etcd then finds in `db`, and what other members tell it, is not in here.
 */
export function etcdWalStart(
  sources: readonly ByteSource[],
  wal: WalSummary,
  snapshots: readonly StartSnapshot[],
  line: EtcdLine,
  tell?: Tell,
): WalStart {
  return new Starting(sources, wal, snapshots, line, tell).outcome();
}

class Starting {
  readonly #sources: readonly ByteSource[];
  readonly #all: WalSummary;
  readonly #line: EtcdLine;
  readonly #tell: Tell | undefined;
  readonly #from: StartSnapshot;

  constructor(
    sources: readonly ByteSource[],
    wal: WalSummary,
    snapshots: readonly StartSnapshot[],
    line: EtcdLine,
    tell: Tell | undefined,
  ) {
    this.#sources = sources;
    this.#line = line;
    this.#tell = tell;
    this.#all = wal.line === line || wal.isPlain ? wal : readWal(sources, {}, tell, { line });
    this.#from = markedSnapshot(snapshots, this.#all);
  }

  outcome(): WalStart {
    return this.#marks() ?? this.#open();
  }

  /** A torn end is taken for the end of the log here, wherever it is. */
  #marks(): WalStart | undefined {
    const { end, problems, files } = this.#all;
    // A directory without any file that ends in .wal is a new member's to etcd, and is not read at all.
    if (files.length === 0) return this.#refuse('marks', 'wal: file not found', undefined, NOTHING_READ);
    const early = problems.find((problem) => problem.early);
    if (early !== undefined) return this.#panic('marks', early);
    if (end.kind !== 'damaged') return undefined;
    return this.#refuse('marks', end.error, end.place, NOTHING_READ);
  }

  #open(): WalStart {
    const { files } = this.#all;
    const first = segmentOfIndex(files, this.#from.index);
    const isNewer = this.#line === '3.6' || this.#line === '3.7';
    const open = 'openAtIndex failed: [openAtIndex] selectWALFiles failed: wal: file';
    if (first < 0) {
      const words = `${open} not found which matches the snapshot index '${this.#from.index}'`;
      return this.#refuse('open', isNewer ? words : 'wal: file not found', undefined, NOTHING_READ);
    }
    const broken = brokenSequence(files, first);
    if (broken >= 0) {
      const words = `${open} sequence numbers (starting from ${first}) do not increase continuously`;
      const place = { segment: broken, offset: 0 };
      return this.#refuse('open', isNewer ? words : 'wal: file not found', place, NOTHING_READ);
    }
    return this.#read(first);
  }

  #read(first: number): WalStart {
    const wal = this.#readFrom(first);
    const read = fold(wal, first, this.#from);
    if (read.problem !== undefined) {
      const { problem } = read;
      if (problem.kind === 'undecodable') return this.#panic('read', problem);
      return this.#refuse('read', this.#problemWords(problem, read), problem.place, read);
    }
    const { end } = wal;
    if (end.kind === 'damaged') return this.#refuse('read', end.error, end.place, read);
    if (end.kind === 'whole') return this.#raft('starts', undefined, undefined, read, wal);
    const last = wal.files.length - 1;
    const repair = readWal(this.#sources, {}, this.#tell, { line: this.#line, fromSegment: last });
    if (repair.end.kind === 'damaged') return this.#refuse('repair', end.error, end.place, read);
    // A second reading ends where the first one did, unless it was the last file that was torn there.
    if (
      end.place.segment !== last ||
      repair.end.kind === 'whole' ||
      repair.end.place.offset > end.place.offset
    ) {
      return this.#refuse('read', end.error, end.place, read);
    }
    return this.#raft('repairs', end.error, end.place, read, wal);
  }

  /** The reading of everything does for a reading from a later file, where nothing before that file could have told on it. */
  #readFrom(first: number): WalSummary {
    const { segments, end, problems } = this.#all;
    const isReached = end.kind === 'whole' || end.place.segment >= first;
    if (first === 0 || (isReached && problems.length === 0 && segments[first]?.startsWithSum === true)) {
      return this.#all;
    }
    return readWal(this.#sources, {}, this.#tell, { line: this.#line, fromSegment: first });
  }

  #raft(
    outcome: 'starts' | 'repairs',
    error: string | undefined,
    place: WalPlace | undefined,
    read: Reading,
    wal: WalSummary,
  ): WalStart {
    const repaired = outcome === 'repairs';
    const memberId = wal.metadata?.memberId ?? 0n;
    if (memberId === 0n)
      return this.#refuse('raft', 'cannot use none as id', undefined, read, true, repaired);
    const commit = wal.hardState?.commit ?? 0;
    const begins = this.#from.index;
    const isEmpty =
      wal.hardState === undefined || (commit === 0 && wal.hardState.term === 0 && wal.hardState.vote === 0n);
    if (!isEmpty && (commit < begins || commit > read.lastIndex)) {
      const words = `${memberId.toString(16)} state.commit ${commit} is out of range [${begins}, ${read.lastIndex}]`;
      return this.#refuse('raft', words, place, read, true, repaired);
    }
    const start: WalStart = { ...this.#base(read), outcome, repaired };
    if (!repaired || error === undefined || place === undefined) return start;
    const words =
      this.#line === '3.4' ? `etcdserver: repaired WAL error (${error})` : `repaired WAL (${error})`;
    return { ...start, error, words, place };
  }

  #problemWords(problem: Problem, { entries }: Reading): string {
    if (problem.kind !== 'slice') return problem.error;
    const words = 'wal: slice bounds out of range';
    if (this.#line === '3.4' || this.#line === '3.5') return words;
    const { index, term } = this.#from;
    return (
      `${words}, snapshot[Index: ${index}, Term: ${term}], ` +
      `current entry[Index: ${problem.index}, Term: ${problem.term}], len(ents): ${entries}`
    );
  }

  #panic(step: StartStep, { error, place }: { readonly error: string; readonly place: WalPlace }): WalStart {
    return this.#refuse(step, error, place, NOTHING_READ, true);
  }

  #refuse(
    step: StartStep,
    error: string,
    place: WalPlace | undefined,
    read: Reading,
    panics = false,
    repaired = false,
  ): WalStart {
    const words = panics ? `panic: ${error}` : endWords(this.#line, step, error);
    const start: WalStart = { ...this.#base(read), outcome: 'refuses', step, error, words, panics, repaired };
    return place === undefined ? start : { ...start, place };
  }

  #base({
    entries,
    lastIndex,
  }: Reading): Pick<WalStart, 'line' | 'from' | 'entries' | 'lastIndex' | 'hardState'> {
    const { hardState } = this.#all;
    return { line: this.#line, from: this.#from, entries, lastIndex, hardState };
  }
}

/** The line with which etcd ends: 3.4's default logger writes its package first, later ones a message with a field `error`. */
function endWords(line: EtcdLine, step: StartStep, error: string): string {
  if (line === '3.4') {
    if (step === 'marks') return `etcdmain: ${error}`;
    if (step === 'open') return `etcdserver: open wal error: ${error}`;
    if (step === 'repair') return `etcdserver: WAL error (${error}) cannot be repaired`;
    return `etcdserver: read wal error (${error}) and cannot be repaired`;
  }
  if (step === 'marks') return `discovery failed (${error})`;
  if (step === 'open') return `failed to open WAL (${error})`;
  if (step === 'repair') return `failed to repair WAL (${error})`;
  return `failed to read WAL, cannot be repaired (${error})`;
}

/** The newest by name that has a mark in the log which a commit index has reached (etcd: ValidSnapshotEntries, LoadNewestAvailable). */
function markedSnapshot(snapshots: readonly StartSnapshot[], wal: WalSummary): StartSnapshot {
  const commit = wal.hardState?.commit ?? 0;
  const newestFirst = [...snapshots].sort((a, b) =>
    a.term === b.term ? b.index - a.index : a.term < b.term ? 1 : -1,
  );
  const marked = newestFirst.find(({ index, term }) =>
    wal.snapshots.some((mark) => mark.index === index && mark.term === term && mark.index <= commit),
  );
  return marked ?? NO_SNAPSHOT;
}

type Problem =
  | RecordProblem
  | { readonly kind: 'mismatch'; readonly error: string; readonly place: WalPlace }
  | {
      readonly kind: 'slice';
      readonly index: number | bigint;
      readonly term: number | bigint;
      readonly place: WalPlace;
    };

interface Reading {
  readonly problem?: Problem;
  readonly entries: number;
  readonly lastIndex: number;
}

const NOTHING_READ: Reading = { entries: 0, lastIndex: 0 };

/** What stands between entries that a reading from a snapshot may stumble over, in order. */
function stumbles(
  wal: WalSummary,
  first: number,
  from: StartSnapshot,
): readonly (RecordProblem | SnapshotMark)[] {
  const wrong = wal.snapshots.filter((mark) => mark.index === from.index && mark.term !== from.term);
  return [...wal.problems, ...wrong]
    .filter(({ place }) => place.segment >= first)
    .sort((a, b) => a.place.segment - b.place.segment || a.place.offset - b.place.offset);
}

/** The entries after the snapshot, one replacing those from its index on (etcd: WAL.ReadAll). */
function fold(wal: WalSummary, first: number, from: StartSnapshot): Reading {
  const { log } = wal;
  const events = stumbles(wal, first, from);
  const start = from.index;
  let entries = 0;
  let record = wal.segments.find(({ name }) => name === wal.files[first]?.name)?.entriesBefore ?? 0;
  for (const event of [...events, undefined]) {
    const until = event?.entriesBefore ?? log.records;
    for (; record < until; record++) {
      const index = log.indexOf(record);
      if (index <= start) continue;
      if (index - start - 1 > entries) {
        const place = { segment: log.segmentOf(record), offset: log.offsetOf(record) };
        const problem: Problem = { kind: 'slice', index, term: log.termOf(record), place };
        return { problem, entries, lastIndex: start + entries };
      }
      entries = index - start;
    }
    if (event === undefined) break;
    return { problem: problemOf(event), entries, lastIndex: start + entries };
  }
  return { entries, lastIndex: start + entries };
}

function problemOf(event: RecordProblem | SnapshotMark): Problem {
  const { place } = event;
  if (!('kind' in event)) return { kind: 'mismatch', error: 'wal: snapshot mismatch', place };
  return event.entry === undefined ? event : { kind: 'slice', ...event.entry, place };
}
