import type { LogIndex, NodeId } from '../base/flavor.ts';
import type { DiskWrite } from '../node/io.ts';
import type { ConfState } from '../raft/entry.ts';

/** The hashes of a log up to base + 1, base + 2, …: below base it is what is committed. */
interface Prefixes {
  readonly base: LogIndex;
  readonly hashes: readonly number[];
}

interface Pending extends Prefixes {
  /** The write that brings the log to the disk. */
  readonly write: number;
}

/** Of a member's log, as far as it knows it. */
export type PrefixHash = (index: LogIndex) => number | undefined;

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
  started(node: NodeId, last: LogIndex, base: LogIndex, hashOf: PrefixHash): void {
    this.#pending.delete(node);
    this.#disks.set(node, prefixesOf(undefined, last, base, hashOf));
  }

  /** A member has asked for writes; they bring its log, which now ends at `last`, to its disk. */
  asked(
    node: NodeId,
    writes: readonly DiskWrite[],
    last: LogIndex,
    base: LogIndex,
    hashOf: PrefixHash,
  ): void {
    const before = this.#pending.get(node) ?? [];
    const { hashes } = prefixesOf(before.at(-1) ?? this.#disks.get(node), last, base, hashOf);
    const asked = writes.filter(bringsLog).map(({ id }): Pending => ({ write: id, base, hashes }));
    this.#pending.set(node, [...before, ...asked]);
  }

  /** Writes are done in the order they were asked for. */
  written(node: NodeId, write: number): void {
    const pending = this.#pending.get(node) ?? [];
    const done = pending.findLast((one) => one.write <= write);
    if (done === undefined) return;
    this.#disks.set(node, done);
    this.#pending.set(
      node,
      pending.filter((one) => one.write > write),
    );
  }

  /** Who has the log up to index on disk, if its hash is this, among the voters of a half. */
  holders(voters: readonly NodeId[], index: LogIndex, hash: number): NodeId[] {
    return voters.filter((node) => {
      const disk = this.#disks.get(node);
      return disk !== undefined && disk.hashes[index - disk.base - 1] === hash;
    });
  }

  clone(): Durability {
    return new Durability(this);
  }
}

/** Both halves of a configuration, or the one there is. */
export function halvesOf({ voters, votersOutgoing }: ConfState): readonly (readonly NodeId[])[] {
  return [voters, votersOutgoing].filter((half) => half.length > 0);
}

/** Whether the members' logs are concerned at all. */
export function bringsLog({ entries, snapshot }: DiskWrite): boolean {
  return entries > 0 || snapshot;
}

/** From base on; what `before` holds is taken over when the log still goes on from there. */
function prefixesOf(
  before: Prefixes | undefined,
  last: LogIndex,
  base: LogIndex,
  hashOf: PrefixHash,
): Prefixes {
  const hashes = before === undefined ? [] : stillTrue(before, last, base, hashOf);
  for (let index = base + hashes.length + 1; index <= last; index++) {
    const hash = hashOf(index);
    if (hash === undefined) break;
    hashes.push(hash);
  }
  return { base, hashes };
}

function stillTrue(before: Prefixes, last: LogIndex, base: LogIndex, hashOf: PrefixHash): number[] {
  const end = before.base + before.hashes.length;
  const isSame = end > base && end <= last && hashOf(end) === before.hashes.at(-1);
  return isSame ? before.hashes.slice(base - before.base) : [];
}
