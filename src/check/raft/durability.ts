import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { DiskWrite } from '../../node/io.ts';
import type { ConfState } from '../../raft/entry.ts';
import { hashAt } from './entries.ts';
import type { KnownLog } from './known-log.ts';
import type { Memory } from './memory.ts';

/** The hashes of a log up to base + 1, base + 2, … last: up to base it is what is committed. */
interface Prefixes {
  readonly base: LogIndex;
  readonly last: LogIndex;
  /** Where it ends, though the hashes may be known up to `last` only. */
  readonly end: LogIndex;
  /** Up to here it is what is committed. */
  readonly agreed: LogIndex;
  /**
   * That of index i is at i - first. It may go on beyond last, for whoever has more of the same log: what is in it never
   * changes, and only one whose log it ends with adds to it.
   */
  readonly hashes: number[];
  readonly first: LogIndex;
}

interface Pending {
  /** The write that brings the log to the disk. */
  readonly write: number;
  /** Of the log as it is then; writes that were asked for together share them. */
  readonly prefixes: Prefixes;
}

/** A member's log at one moment. */
export interface LogNow {
  readonly last: LogIndex;
  /** So much is committed, and known by its hashes elsewhere. */
  readonly base: LogIndex;
  /** Up to here the log is what is committed. */
  readonly agreed: LogIndex;
  readonly memory: Memory;
  readonly log: KnownLog;
}

/**
 * What is on the members' disks of the log that is not committed yet: by what they have asked their disks to write and
 * by what has been written, whatever they themselves have made of the answers.
 */
export class Durability {
  readonly #disks: Map<NodeId, Prefixes>;
  /** Oldest first. */
  readonly #pending: Map<NodeId, readonly Pending[]>;

  constructor(from?: Durability) {
    this.#disks = new Map(from === undefined ? [] : from.#disks);
    this.#pending = new Map(from === undefined ? [] : from.#pending);
  }

  /** A member starts with what its disk has: a log that ends at `last`. */
  started(node: NodeId, log: LogNow): void {
    this.#pending.delete(node);
    this.#disks.set(node, prefixesOf(undefined, log));
  }

  /** A member has asked for writes; they bring its log, as it is now, to its disk. */
  asked(node: NodeId, writes: readonly DiskWrite[], log: LogNow): void {
    const before = this.#pending.get(node) ?? NONE;
    const prefixes = prefixesOf(before.at(-1)?.prefixes ?? this.#disks.get(node), log);
    const pending = before.slice();
    for (const write of writes) if (bringsLog(write)) pending.push({ write: write.id, prefixes });
    this.#pending.set(node, pending);
  }

  /** Writes are done in the order they were asked for. */
  written(node: NodeId, write: number): void {
    const pending = this.#pending.get(node) ?? NONE;
    const done = pending.findLast((one) => one.write <= write);
    if (done === undefined) return;
    this.#disks.set(node, done.prefixes);
    this.#pending.set(
      node,
      pending.filter((one) => one.write > write),
    );
  }

  /** Who has the log up to index on disk, if its hash is this, among the voters of a half. */
  holders(voters: readonly NodeId[], index: LogIndex, hash: number): NodeId[] {
    return voters.filter((node) => {
      const disk = this.#disks.get(node);
      return disk !== undefined && index > disk.base && diskHashAt(disk, index) === hash;
    });
  }

  /** Whether a node's disk has the log up to index, with this hash; where that is not known, it ends there or later. */
  has(node: NodeId, index: LogIndex, hash: number | undefined): boolean {
    const disk = this.#disks.get(node);
    if (disk === undefined || index > disk.end) return false;
    const known = index > disk.base ? diskHashAt(disk, index) : undefined;
    return hash === undefined || known === undefined || known === hash;
  }

  /** The same of what is committed: index is the newest of that, and this its hash. */
  hasCommitted(node: NodeId, index: LogIndex, hash: number): boolean {
    const disk = this.#disks.get(node);
    if (disk === undefined) return false;
    return index > disk.base ? diskHashAt(disk, index) === hash : index <= disk.agreed;
  }

  /** Where the log on a node's disk ends; undefined: nothing is known of it. */
  endOf(node: NodeId): LogIndex | undefined {
    return this.#disks.get(node)?.end;
  }

  knows(node: NodeId): boolean {
    return this.#disks.has(node);
  }

  /** The disk is another one now, and nobody knows what is on it. */
  forget(node: NodeId): void {
    this.#disks.delete(node);
    this.#pending.delete(node);
  }

  clone(): Durability {
    return new Durability(this);
  }
}

const NONE: readonly never[] = [];

/** Both halves of a configuration, or the one there is. */
export function halvesOf({ voters, votersOutgoing }: ConfState): readonly (readonly NodeId[])[] {
  if (votersOutgoing.length === 0) return voters.length === 0 ? [] : [voters];
  return voters.length === 0 ? [votersOutgoing] : [voters, votersOutgoing];
}

/** Whether the members' logs are concerned at all. */
export function bringsLog({ entries, snapshot }: DiskWrite): boolean {
  return entries > 0 || snapshot;
}

/** From base on; what `before` holds is taken over when the log still goes on from there. */
function prefixesOf(before: Prefixes | undefined, now: LogNow): Prefixes {
  const { last, base, agreed, memory, log } = now;
  const { hashes, first, known } = stillTrue(before, now);
  let index = known;
  for (; index < last; index++) {
    const hash = hashAt(memory, log, index + 1);
    if (hash === undefined) break;
    hashes.push(hash);
  }
  return { base, last: index, end: last, agreed, hashes, first };
}

/** So many hashes of what is committed may stay before those of the rest. */
const COMMITTED_MAX = 1024;

/** What there is to go on from, and up to which index. */
function stillTrue(
  before: Prefixes | undefined,
  { last, base, memory, log }: LogNow,
): Pick<Prefixes, 'hashes' | 'first'> & { readonly known: LogIndex } {
  if (before === undefined) return { hashes: [], first: base + 1, known: base };
  const { first, hashes, last: known } = before;
  const isSame =
    known > base &&
    known <= last &&
    base >= before.base &&
    hashAt(memory, log, known) === diskHashAt(before, known);
  if (!isSame) return { hashes: [], first: base + 1, known: base };
  const isOurs = first + hashes.length === known + 1;
  if (isOurs && base - first < COMMITTED_MAX) return { hashes, first, known };
  return { hashes: hashes.slice(base + 1 - first, known + 1 - first), first: base + 1, known };
}

function diskHashAt({ hashes, first, last }: Prefixes, index: LogIndex): number | undefined {
  return index > last ? undefined : hashes[index - first];
}
