import type { PageProblem } from '../../bbolt/report.ts';
import type { StartStep, WalStart } from '../wal/etcd-start.ts';
import type { EtcdLine, EtcdStart } from './report.ts';

/** A snapshot file as a start sees it. */
export interface SnapFact {
  readonly name: string;
  readonly index: number;
  readonly term: number;
  /** It can be read and its sum holds. */
  readonly isReadable: boolean;
  /** Whether its v2 store has keys of clients. */
  readonly hasV2Keys: boolean;
  /** The cluster's version by its v2 store. */
  readonly clusterVersion?: string;
}

export interface Mark {
  readonly index: number;
  readonly term: number;
}

/** The log as a line of etcd reads it. */
export interface LogFacts {
  /** Marks of snapshots, in the order of the log. */
  readonly marks: readonly Mark[];
  /** The last commit index in it; 0 for none. */
  readonly commit: number;
  /** What a start makes of it that can read the files of these snapshots. */
  readonly start: (snapshots: readonly Mark[]) => WalStart;
  /** The first entry in the old form (a v2 request) with `from` < index <= `to`; `disallowed`: one that 3.6 refuses to apply. */
  readonly v2Entry: (from: number, to: number) => V2EntryFact | undefined;
  readonly v2Disallowed: (from: number, to: number) => V2EntryFact | undefined;
  /** The cluster's version by the last v2 request that set it, with `from` < index <= `to`. */
  readonly v2ClusterVersion: (from: number, to: number) => string | undefined;
}

export interface V2EntryFact {
  readonly index: number;
  readonly method: string;
}

export interface PageFault {
  readonly kind: string;
  readonly isBeyondFile: boolean;
  /** What bbolt does where it meets it. */
  readonly bbolt: PageProblem['bbolt'];
  readonly words: string;
}

export type DbFact =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly words: string }
  | {
      readonly kind: 'open';
      /** What it meets while it walks the pages: what kind of problem, in `bbolt check`'s words; undefined where it does not notice anything. */
      readonly pageFault?: PageFault;
      /** From 3.5 on keys out of order are met on this walk, too. */
      readonly orderFault?: PageFault;
      /** Something in the root is no bucket. */
      readonly hasRootKeys?: boolean;
      /** It cannot read a record of a key. */
      readonly recordFault?: 'not a record' | 'beyond its page';
      readonly consistentIndex: number;
      readonly clusterVersion?: string;
      readonly storageVersion?: string;
    };

export interface StartFacts {
  /** As it is named to whoever starts etcd. */
  readonly dbPath: string;
  readonly log: (line: EtcdLine) => LogFacts | undefined;
  readonly snaps: readonly SnapFact[];
  /** Indexes of `<index>.snap.db` files. */
  readonly snapDbs: readonly number[];
  readonly db: DbFact;
}

const LINES: readonly EtcdLine[] = ['3.4', '3.5', '3.6', '3.7'];
const NONE: Mark = { index: 0, term: 0 };

/**
 * What etcd of each line says when it starts from these files, with the flags of before. The steps are in etcd's order (3.4, 3.5:
 * etcdserver/server.go, NewServer; from 3.6 on: bootstrap.go); the first that refuses is the answer.
 */
export function etcdStarts(facts: StartFacts): EtcdStart[] {
  return LINES.map((line) => Object.assign({ etcd: line }, startOf(line, facts)));
}

type Answer = Omit<EtcdStart, 'etcd'>;

function startOf(line: EtcdLine, facts: StartFacts): Answer {
  const { db } = facts;
  const unopened = openDbAnswer(line, facts);
  if (unopened !== undefined) return unopened;
  const log = facts.log(line);
  if (log === undefined) return newMemberAnswer(db);
  const snap = snapshotOf(line, log, facts.snaps);
  const start = snap.mark;
  const read = log.start(start.index === 0 ? [] : [start]);
  if (read.outcome === 'refuses' && read.step === 'marks') return logAnswer(read);
  const consistentIndex = db.kind === 'open' ? db.consistentIndex : 0;
  if (line === '3.6' && snap.file?.hasV2Keys === true) {
    return refuses(
      'v2 content',
      'discovery failed (detected disallowed custom content in v2store for stage --v2-deprecation=write-only)',
      'Clients have keys in the v2 store, which this line has no more. Remove them with etcd 3.5 (--enable-v2) first.',
    );
  }
  if (start.index > consistentIndex && !facts.snapDbs.includes(start.index)) {
    const error = "failed to find database snapshot file (snap: snapshot file doesn't exist)";
    return refuses(
      'db behind snapshot',
      line === '3.4'
        ? `etcdserver: recovering backend from snapshot error: ${error}`
        : `failed to recover v3 backend from snapshot (${error})`,
      `The newest snapshot is of index ${start.index}, the db has applied ${consistentIndex}, and the log before the snapshot is not replayed: what lies between is missing. etcd looks for ${hex16(start.index)}.snap.db, which a leader would have sent, and there is none.`,
    );
  }
  const schema = schemaAnswer(line, db);
  if (schema !== undefined) return schema;
  if (read.outcome === 'refuses') return logAnswer(read);
  const version = versionAnswer(line, facts, log, snap);
  if (version !== undefined) return version;
  if (db.kind === 'open' && db.recordFault !== undefined) {
    return refuses('key record', recordWords(line, db.recordFault), 'A record in the key bucket is none.');
  }
  const old = oldEntriesAnswer(line, log, start);
  if (old !== undefined) return old;
  if (consistentIndex > read.lastIndex) {
    return aheadAnswer(consistentIndex, read.lastIndex);
  }
  const unnoticed = unnoticedAnswer(line, db);
  if (unnoticed !== undefined) return unnoticed;
  if (read.outcome === 'repairs') return logAnswer(read);
  return { outcome: 'starts', code: 'starts', why: 'Nothing in these files keeps it from starting.' };
}

function aheadAnswer(applied: number, lastIndex: number): Answer {
  return {
    outcome: 'depends',
    code: 'db ahead of log',
    why: `It starts, and passes over every entry up to index ${applied} without applying it, as its db says that they are applied: the log ends at ${lastIndex}, so the next ${applied - lastIndex} entries, whoever writes them, never reach its keys. Alone it may not even serve; in a cluster whose leader runs on and knows what this member had acknowledged, it ends with "tocommit(${applied}) is out of range [lastIndex(${lastIndex})]. Was the raft log corrupted, truncated, or lost?", with that number or a higher one.`,
  };
}

function refuses(code: string, words: string | undefined, why: string): Answer {
  return { outcome: 'refuses', code, ...(words !== undefined && { line: words }), why };
}

function openDbAnswer(line: EtcdLine, { db, dbPath }: StartFacts): Answer | undefined {
  if (db.kind === 'unreadable') {
    // The bbolt of 3.4 and 3.5 says no number.
    const isOld = line === '3.4' || line === '3.5';
    const said = isOld ? db.words.replace(/^(file size too small) \d+$/u, '$1') : db.words;
    const words =
      line === '3.4'
        ? `mvcc/backend: cannot open database at ${dbPath} (${said})`
        : `failed to open database (${said})`;
    return refuses(
      'db unreadable',
      words,
      'bbolt does not take the file for its own: neither of its two meta pages is whole.',
    );
  }
  const fault =
    db.kind !== 'open' ? undefined : line === '3.4' ? db.pageFault : (db.orderFault ?? db.pageFault);
  if (fault !== undefined) {
    const words = pageWords(line, fault);
    return refuses(
      'db pages',
      words,
      'bbolt follows every page when it opens the file, and meets one that cannot be what it should be.',
    );
  }
  if (db.kind === 'open' && db.hasRootKeys === true) {
    return refuses(
      'root',
      line === '3.4'
        ? 'mvcc/backend: cannot create bucket'
        : 'failed to create a bucket (incompatible value)',
      'etcd opens its buckets by name, and one of these names belongs to something that is no bucket.',
    );
  }
  return undefined;
}

/** 3.4's bbolt does not look at the number in a page's header: what it meets then depends on what stands there. */
function pageWords(line: EtcdLine, { kind, isBeyondFile, bbolt, words }: PageFault): string | undefined {
  if (isBeyondFile) return 'unexpected fault address';
  if (kind === 'page id') return line === '3.4' ? undefined : words;
  if (bbolt === 'stops') return words.startsWith('assertion failed') ? words : undefined;
  if (bbolt !== 'prints') return undefined;
  // It names no stack of pages.
  const own = line === '3.4' ? words.replace(/ \(stack: .*\)$/, '') : words;
  return `freepages: failed to get all reachable pages (${own})`;
}

function newMemberAnswer(db: DbFact): Answer {
  const on = db.kind === 'open' && db.consistentIndex > 0 ? ' on top of the db that is there' : '';
  return {
    outcome: 'depends',
    code: 'no log',
    why: `There is no log, so etcd takes the directory for that of a member that has never started: by its flags it begins a new cluster or joins one${on}. It is not the member it was, and never says so.`,
  };
}

interface Chosen {
  readonly mark: Mark;
  readonly file?: SnapFact;
}

/** Up to 3.6 the newest file that the log has a mark of; 3.7 takes the log's last mark, and needs no file. */
function snapshotOf(line: EtcdLine, { marks, commit }: LogFacts, snaps: readonly SnapFact[]): Chosen {
  const valid = marks.filter(({ index }) => index <= commit);
  if (line === '3.7') return { mark: valid.at(-1) ?? NONE };
  const newestFirst = [...snaps].sort((a, b) => (a.name < b.name ? 1 : -1));
  const file = newestFirst.find(
    ({ isReadable, index, term }) =>
      isReadable && valid.some((mark) => mark.index === index && mark.term === term),
  );
  return file === undefined ? { mark: NONE } : { mark: { index: file.index, term: file.term }, file };
}

/** The snapshot that a start of this line begins with; index 0 for none. */
export function chosenSnapshot(line: EtcdLine, log: LogFacts, snaps: readonly SnapFact[]): Chosen {
  return snapshotOf(line, log, snaps);
}

function schemaAnswer(line: EtcdLine, db: DbFact): Answer | undefined {
  if (db.kind !== 'open' || db.storageVersion === undefined) return undefined;
  if (line === '3.4' || line === '3.5' || compareVersions(db.storageVersion, line) <= 0) return undefined;
  return refuses(
    'newer schema',
    `discovery failed (version ${JSON.stringify(db.storageVersion)} is not supported)`,
    `The db has the schema of etcd ${db.storageVersion}; going back takes \`etcdctl downgrade\` while the cluster runs, or \`etcdutl migrate\` on the files.`,
  );
}

/** What the log keeps a start from, or what is repaired. */
function logAnswer({ line, outcome, step, words, error, from, lastIndex }: WalStart): Answer {
  const said = words === undefined ? {} : { line: wordsIn(line, words, error) };
  if (outcome === 'repairs') {
    const why =
      'The last record was cut short, as a crash leaves it: etcd keeps a copy of the file (.wal.broken), cuts the record off, and starts. Had this member acknowledged it, a leader that still runs ends it with tocommit(…) is out of range.';
    return { outcome: 'mends', code: 'torn end', ...said, why };
  }
  const whys: Readonly<Record<StartStep, string>> = {
    marks:
      'A record of the log is not as it was written. etcd reads all of the log first, to find its snapshots, and ends where a record cannot be believed.',
    open:
      from.index === 0
        ? 'The beginning of the log is not there, and there is no snapshot to start from instead.'
        : `The files of the log that follow the snapshot of index ${from.index} are not all there.`,
    read: `The log cannot be read from ${from.index === 0 ? 'its beginning' : `the snapshot of index ${from.index}`} to its end; etcd repairs only a record that is cut short at the very end.`,
    repair: 'The end is torn, and the last file has more wrong with it than that: etcd does not repair it.',
    raft:
      error === NO_ID
        ? 'The log has no record that says whose it is: the file is empty or was never written.'
        : `The log says that entries are committed which it does not have: it ends at ${lastIndex}.`,
  };
  const at = step ?? 'read';
  return { outcome: 'refuses', code: CODES[at], ...said, why: whys[at] };
}

/** 3.7 does not come as far as the check for an id of 0: it has no metadata to take one from. */
function wordsIn(line: EtcdLine, words: string, error: string | undefined): string {
  if (line !== '3.7' || error !== NO_ID) return words;
  return 'panic: runtime error: invalid memory address or nil pointer dereference';
}

const NO_ID = 'cannot use none as id';

const CODES: Readonly<Record<StartStep, string>> = {
  marks: 'log damaged',
  open: 'segment missing',
  read: 'log unreadable',
  repair: 'log beyond repair',
  raft: 'raft refuses',
};

/**
 * No line starts in a cluster of a newer one. Each looks where it keeps the version: 3.4 in its v2 store (the snapshot's, then what it
 * replays), the others in the db.
 */
function versionAnswer(
  line: EtcdLine,
  { db }: StartFacts,
  log: LogFacts,
  { mark, file }: Chosen,
): Answer | undefined {
  const replayed = log.v2ClusterVersion(mark.index, log.commit);
  const inDb = db.kind === 'open' ? db.clusterVersion : undefined;
  const version = line === '3.4' ? (replayed ?? file?.clusterVersion) : (inDb ?? file?.clusterVersion);
  if (version === undefined || compareVersions(version, line) <= 0) return undefined;
  const short = version.split('.').slice(0, 2).join('.');
  return refuses(
    'newer cluster',
    line === '3.4'
      ? `etcdserver/membership: cluster cannot be downgraded (current version: 3.4.23 is lower than determined cluster version: ${short}).`
      : 'invalid downgrade; server version is lower than determined cluster version',
    `The cluster has agreed on version ${version}; a member of an older line does not start in it.`,
  );
}

/** 3.4 keeps the version in its v2 store alone, where a newer line has not put it as long as there is no snapshot. */
function unnoticedAnswer(line: EtcdLine, db: DbFact): Answer | undefined {
  if (line !== '3.4' || db.kind !== 'open' || db.clusterVersion === undefined) return undefined;
  if (compareVersions(db.clusterVersion, line) <= 0) return undefined;
  return {
    outcome: 'depends',
    code: 'downgrade unnoticed',
    why: `It starts, although the cluster has agreed on version ${db.clusterVersion}: it looks for that in its v2 store only, where nothing stands before the first snapshot. It does not understand all that a newer line has written; do not let it.`,
  };
}

/** Requests in the old form that are replayed: 3.6 applies only those that etcd itself wrote, 3.7 none. */
function oldEntriesAnswer(line: EtcdLine, log: LogFacts, start: Mark): Answer | undefined {
  if (line === '3.6') {
    const entry = log.v2Disallowed(start.index, log.commit);
    if (entry === undefined) return undefined;
    return refuses(
      'v2 entries',
      'detected disallowed v2 WAL for stage --v2-deprecation=write-only',
      `Entry ${entry.index} is a v2 ${entry.method}, and is replayed as no snapshot comes after it. Let etcd 3.5 take a snapshot (--snapshot-count, then some writes) before the upgrade.`,
    );
  }
  if (line === '3.7') {
    const entry = log.v2Entry(start.index, log.commit);
    if (entry === undefined) return undefined;
    return refuses(
      'v2 entries',
      'unmarshal should never fail (proto: cannot parse invalid wire-format data)',
      `Entry ${entry.index} is a v2 ${entry.method}, a form that this line cannot read any more, and is replayed as no snapshot comes after it. Upgrade by 3.6, and let it take a snapshot.`,
    );
  }
  return undefined;
}

/** What the rest of a record says of itself decides what follows these words; one that reaches out of its page ends etcd without any. */
function recordWords(line: EtcdLine, fault: 'not a record' | 'beyond its page'): string | undefined {
  if (fault === 'beyond its page') return undefined;
  return line === '3.4' ? 'mvcc: cannot unmarshal event' : 'failed to unmarshal mvccpb.KeyValue';
}

/** By major and minor alone. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

function hex16(value: number): string {
  return value.toString(16).padStart(16, '0');
}
