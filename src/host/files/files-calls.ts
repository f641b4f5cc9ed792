import type { NodeId } from '../../base/flavor.ts';
import type { RestoreOptions, Restored } from '../../datadir/backend/restore.ts';
import type { OpeningInstant, OpeningNote } from '../../datadir/exchange/lab-from.ts';
import type { GatherNote } from '../../datadir/verdict/member-files.ts';
import type { Comparison, EntryAt, MemberReport } from '../../datadir/verdict/report.ts';
import type { CarvedDetail, CarvedRow, CarvedSums } from '../../view/files/carved-rows.ts';
import type { KeyDetail, KeyQuery, KeyRow } from '../../view/files/key-rows.ts';
import type { LogStrip } from '../../view/files/log-strip.ts';
import type { SpaceSummary } from '../../view/files/space-summary.ts';
import type { FileAt } from './files-port.ts';

/** A member by its place among those that are open. */
export interface OfMember {
  readonly member: number;
}

/** What the page may ask the worker of the files that are open. Answers are plain data. */
export interface FilesCalls {
  /** Reads them: a verdict a member, and what several say of each other. */
  open(given: { readonly files: readonly FileAt[] }): OpenedMembers;
  /** What of the network the worker can still reach: nothing, by name. */
  doors(given: object): readonly string[];
  /** etcd's hash of the keys at a revision, of each member. */
  hashes(given: { readonly revision: number }): readonly HashOf[];
  /** How many records are listed for a query. */
  keys(given: OfMember & { readonly query: KeyQuery }): number;
  keyRows(
    given: OfMember & { readonly query: KeyQuery; readonly from: number; readonly to: number },
  ): readonly KeyRow[];
  key(given: OfMember & { readonly position: number }): KeyDetail & { readonly entry: EntryAt | undefined };
  log(given: OfMember): LogStrip;
  /** Rows of the list of entries that count, by their place in it. */
  logRows(given: OfMember & { readonly from: number; readonly to: number }): readonly LogRow[];
  space(given: OfMember): SpaceSummary;
  /** Searches the pages that nothing leads to; what was found is kept for the two below. */
  carve(given: OfMember): CarvedSums;
  carvedRows(given: OfMember & { readonly from: number; readonly to: number }): readonly CarvedRow[];
  carved(given: OfMember & { readonly number: number }): CarvedDetail | undefined;
  /** The cluster as a saved lab that goes on from these files, at an instant of them. */
  lab(given: { readonly at: OpeningInstant }): LabOfFiles;
  restore(given: OfMember & { readonly options: RestoreOptions }): SavedSnapshot;
}

export interface OpenedMembers {
  readonly members: readonly MemberReport[];
  readonly comparison: Comparison | undefined;
  readonly notes: readonly GatherNote[];
  /** Bytes of all files that were taken. */
  readonly bytes: number;
}

export interface LogRow extends EntryAt {
  /** `<number of the segment>:<byte>`, and the same with the file's name. */
  readonly place: string;
  readonly file: string;
}

/** By the rules of the release that wrote the file, or why there is none, as etcd refuses it. */
export type HashOf = number | 'compacted' | 'futureRevision' | 'noStore';

export interface LabOfFiles {
  /** A saved lab, as the page opens it (src/saved). */
  readonly file: Blob;
  readonly notes: readonly OpeningNote[];
  /** Whose files each machine of the lab has. */
  readonly machines: readonly { readonly node: NodeId; readonly dir: string | undefined }[];
}

export interface SavedSnapshot {
  readonly restored: Restored;
  readonly file: Blob;
}
