import type { EtcdLine } from '../wal/etcd-line.ts';

/**
 * What is said of one member, and of several. All of it is plain JSON: 64-bit ids are 16 hexadecimal digits as etcd's logs print them, and
 * `npm run inspect -- --json` prints these objects as they are. Words are etcd's English; code and data beside them say the same, so that
 * a page can say it in another language.
 */

export type { EtcdLine };

/** How sound a member's files are: `repairable`: only what was in mid write is lost, and etcd mends it itself; `damaged`: some etcd will not start or would serve what was never written. */
export type Verdict = 'whole' | 'repairable' | 'damaged';

/** One thing that was found. `bad`: the member is damaged; `mended`: etcd repairs it on its own; `odd`: worth knowing; `note`: as it should be. */
export interface Finding {
  readonly code: string;
  readonly weight: 'bad' | 'mended' | 'odd' | 'note';
  readonly words: string;
  /** What the words are made of. */
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** The file, and the byte in it, where that is known. */
  readonly file?: string;
  readonly at?: number;
}

/** What etcd of a line says to these files when it starts from them. */
export interface EtcdStart {
  readonly etcd: EtcdLine;
  /** `mends`: it cuts off a torn end, then starts. `depends`: it starts, and what it meets later decides (a leader's messages). */
  readonly outcome: 'starts' | 'mends' | 'refuses' | 'depends';
  readonly code: string;
  /** Etcd's own words, as its log has them; nothing where it starts without a complaint. */
  readonly line?: string;
  readonly why: string;
}

/** What to do, in the order of doing it. */
export interface Advice {
  readonly code: string;
  readonly words: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** For a shell, with `etcdutl`/`etcdctl`/`etcd` as they are called; paths as they were given. */
  readonly commands: readonly string[];
}

export interface WalReport {
  /** Every record is as it was written, up to the end. */
  readonly whole: boolean;
  readonly segments: number;
  /** Bytes in all. */
  readonly size: number;
  readonly records: number;
  readonly entries: number;
  /** Entries that others have replaced at their index: they were never committed, or a commit was undone. */
  readonly overwritten: number;
  /** `<segment>:<byte>`: where the last, unfinished record begins. */
  readonly tornAt?: string;
  readonly problem?: string;
  /** Marks of snapshots in the log, ascending. */
  readonly snapshots: readonly { readonly index: number; readonly term: number }[];
}

export interface SnapshotReport {
  readonly files: number;
  /** The one that a start would take. */
  readonly name?: string;
  readonly index?: number;
  readonly term?: number;
  readonly voters?: readonly string[];
  readonly learners?: readonly string[];
  readonly size?: number;
  /** Those that cannot be read, with the reason. */
  readonly broken: readonly { readonly name: string; readonly problem: string }[];
  /** Of 3.4's v2 store inside: how many keys clients have there. */
  readonly v2Keys?: number;
}

export interface DbReport {
  readonly whole: boolean;
  readonly pageSize: number;
  readonly pages: number;
  readonly freePages: number;
  /** Bytes: the file, and what of it is in use (etcd: dbSize, dbSizeInUse). */
  readonly size: number;
  readonly inUse: number;
  readonly problem?: string;
  readonly unreachable: number;
  readonly usedTwice: number;
  readonly freedTwice: number;
  /** Of a saved snapshot: its last 32 bytes, and whether they are the SHA-256 of all before. */
  readonly footer?: { readonly present: boolean; readonly matches?: boolean };
}

export interface MemberReport {
  readonly dir: string;
  readonly kind: 'data directory' | 'backup';
  /** Of the data: `3.4`, `3.5` … as far as its schema says. */
  readonly version?: string;
  readonly memberId?: string;
  readonly clusterId?: string;
  readonly term?: number;
  /** `0000000000000000` for none. */
  readonly vote?: string;
  readonly commit?: number;
  readonly firstIndex?: number;
  readonly lastIndex?: number;
  readonly lastTerm?: number;
  readonly consistentIndex?: number;
  readonly revision?: number;
  readonly compactRevision?: number;
  /** Keys that live at the newest revision. */
  readonly keys?: number;
  /** Etcd's at the newest revision. */
  readonly hashKv?: number;
  readonly members: readonly MemberName[];
  readonly leases?: number;
  readonly alarms?: readonly string[];
  readonly authEnabled?: boolean;
  readonly wal?: WalReport;
  readonly snapshot: SnapshotReport;
  readonly db?: DbReport;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly starts: readonly EtcdStart[];
  readonly advice: readonly Advice[];
}

export interface MemberName {
  readonly id: string;
  readonly name?: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly learner: boolean;
}

/** An entry as one log has it. */
export interface EntryAt {
  readonly index: number;
  readonly term: number;
  /** What kind of request it carries: `put`, `txn`, `conf change` … */
  readonly kind: string;
  /** What it asks for, in one line. */
  readonly text: string;
}

/** The first instant at which two members are not the same. */
export interface FirstDifference {
  /** `conflict`: both have it, and differently; `tails`: entries that nobody can know to be committed; `store`: the logs do not say. */
  readonly code: 'logs conflict' | 'tails' | 'stores';
  readonly between: readonly [dir: string, dir: string];
  /** Where the logs part: the same index, another term or other bytes. */
  readonly log?: { readonly index: number; readonly entries: readonly [EntryAt, EntryAt] };
  /** Where the stores part: the first revision that they do not have alike, and its key. */
  readonly store?: {
    readonly revision: number;
    /** As text; absent in a redacted report. */
    readonly key?: string;
    /** What each has at that revision: absent for nothing. */
    readonly has: readonly [StoredAt | undefined, StoredAt | undefined];
    /** The entry that made it, as the logs say, where they still have it. */
    readonly entries: readonly [EntryAt | undefined, EntryAt | undefined];
    /** Whose record is what the entry wrote, where that is plain. */
    readonly agrees?: 0 | 1;
  };
  readonly words: string;
}

export interface StoredAt {
  /** `main`.`sub` is the revision; a delete leaves a tombstone. */
  readonly sub: number;
  readonly tombstone: boolean;
  readonly key?: string;
  readonly version: number;
  readonly lease: string;
  readonly valueBytes: number;
}

/** What going on from one member would lose. */
export interface Loss {
  readonly dir: string;
  /** Entries that a majority of the logs given has, or a commit index says so, and that this member has not. */
  readonly committedEntries: number;
  /** Entries that somebody has beyond this member's last one, and that nobody can know to be committed. */
  readonly openEntries: number;
  /** Revisions of the newest store that this member's store and log do not give. */
  readonly revisions: number;
  readonly words: string;
}

export interface Comparison {
  /** By the order of the reports given; none where they are of several clusters. */
  readonly losses: readonly Loss[];
  /** Which to keep: the position among the reports; undefined where none can be started from. */
  readonly keep?: number;
  readonly why: string;
  readonly findings: readonly Finding[];
  readonly advice: readonly Advice[];
  /** The first of all pairs; `differences` has one for each pair that differs. */
  readonly firstDifference?: FirstDifference;
  readonly differences: readonly FirstDifference[];
}
