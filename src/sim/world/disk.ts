import { assert, present } from '../../base/assert.ts';
import { LARGE_BYTES, lengthOf } from '../../base/large-bytes.ts';
import type { Micros } from '../../base/flavor.ts';
import type { DiskWrite } from '../../node/io.ts';
import type { DiskImage, DiskOperation } from '../../storage/disk.ts';
import { SharedLog } from './shared-log.ts';

/** A write on its way to the disk. */
export interface QueuedWrite {
  readonly write: DiskWrite;
  /** undefined: the disk is stuck. */
  readonly dueAt: Micros | undefined;
}

/** Of a file: bytes that are its own, and pieces that others may have, too. */
interface FileHolding {
  readonly small: number;
  readonly large: readonly Uint8Array[];
}

const NOTHING_HELD: FileHolding = { small: 0, large: [] };

/**
 * One machine's disk: what is synced, what is written but only buffered, and the queue of writes, done one after the
 * other. A crash keeps the synced part and nothing else. While it is stuck, nothing in the queue is ever done.
 */
export class Disk {
  #synced = new Map<string, SharedLog<Uint8Array>>();
  /** What each synced file is made of. */
  #holdings = new Map<string, FileHolding>();
  #buffered: DiskOperation[] = [];
  #queue: QueuedWrite[] = [];
  #stuck = false;
  /** Made when first asked for; void when something is synced. */
  #image: DiskImage | undefined;

  /** Oldest first. */
  get queue(): readonly QueuedWrite[] {
    return this.#queue;
  }

  get stuck(): boolean {
    return this.#stuck;
  }

  /** Takes a write; it is done `duration` after the one before it, or after now. Returns when; undefined while stuck. */
  write(write: DiskWrite, now: Micros, duration: Micros): Micros | undefined {
    const last = this.#queue.at(-1);
    assert(last === undefined || last.write.id < write.id, 'writes are numbered upwards');
    const dueAt = this.#stuck ? undefined : Math.max(now, last?.dueAt ?? now) + duration;
    this.#queue.push({ write, dueAt });
    return dueAt;
  }

  /** Nothing that is in the queue, or comes, is done until `free`. */
  stick(): void {
    this.#stuck = true;
    this.#queue = this.#queue.map(({ write }) => ({ write, dueAt: undefined }));
  }

  /** The queue begins anew, now. Returns the writes with the instants at which they will be done. */
  free(now: Micros, durationOf: (write: DiskWrite) => Micros): readonly QueuedWrite[] {
    this.#stuck = false;
    let at = now;
    this.#queue = this.#queue.map(({ write }) => {
      at += durationOf(write);
      return { write, dueAt: at };
    });
    return this.#queue;
  }

  /** This write is due now, whenever it would have been; no other moves. */
  hurry(id: number, now: Micros): void {
    assert(!this.#stuck, 'a disk that is stuck finishes nothing');
    this.#queue = this.#queue.map((queued) => (queued.write.id === id ? { ...queued, dueAt: now } : queued));
  }

  /** Whether this write is done at this instant, as things stand. */
  isDue(id: number, at: Micros): boolean {
    return this.#queue.find(({ write }) => write.id === id)?.dueAt === at;
  }

  /** The front write is done. A sync takes all that was buffered before it along. */
  finish(id: number): void {
    const { write } = present(this.#queue.shift(), `write ${id} is in the queue`);
    assert(write.id === id, `write ${id} is the first in the queue, not ${write.id}`);
    this.#buffered.push(...write.operations);
    if (!write.sync) return;
    for (const operation of this.#buffered) this.#perform(operation);
    this.#image = undefined;
    this.#buffered = [];
  }

  crash(): void {
    this.#buffered = [];
    this.#queue = [];
  }

  /** What a restart would find. The same object as long as the disk is the same. */
  image(): DiskImage {
    this.#image ??= {
      files: [...this.#synced.keys()]
        .sort()
        .map((name) => ({ name, chunks: present(this.#synced.get(name), name).slice(0) })),
    };
    return this.#image;
  }

  /**
   * What its files keep in memory: the objects that have the bytes (clones share them, of large pieces all members) and
   * how many.
   */
  *holdings(): Iterable<readonly [object, number]> {
    for (const [name, chunks] of this.#synced) {
      const { small, large } = this.#holdings.get(name) ?? NOTHING_HELD;
      const whole = chunks.length === 1 ? chunks.at(0) : undefined;
      if (small > 0) yield [whole ?? chunks.shared, small];
      for (const piece of large) yield [piece.buffer, piece.buffer.byteLength];
    }
  }

  clone(): Disk {
    const copy = new Disk();
    copy.#holdings = new Map(this.#holdings);
    for (const [name, chunks] of this.#synced) copy.#synced.set(name, chunks.clone());
    copy.#buffered = this.#buffered.slice();
    copy.#queue = this.#queue.slice();
    copy.#image = this.#image;
    copy.#stuck = this.#stuck;
    return copy;
  }

  #hold(file: string, chunks: readonly Uint8Array[]): void {
    const before = this.#holdings.get(file) ?? NOTHING_HELD;
    const large = chunks.filter((chunk) => chunk.length >= LARGE_BYTES);
    this.#holdings.set(file, {
      small: before.small + lengthOf(chunks) - lengthOf(large),
      large: large.length === 0 ? before.large : [...before.large, ...large],
    });
  }

  #perform(operation: DiskOperation): void {
    switch (operation.type) {
      case 'append': {
        const chunks = this.#synced.get(operation.file) ?? new SharedLog<Uint8Array>();
        chunks.push(operation.bytes);
        this.#synced.set(operation.file, chunks);
        this.#hold(operation.file, [operation.bytes]);
        return;
      }
      case 'replace':
        this.#synced.set(operation.file, new SharedLog(operation.chunks));
        this.#holdings.delete(operation.file);
        this.#hold(operation.file, operation.chunks);
        return;
      case 'remove':
        this.#synced.delete(operation.file);
        this.#holdings.delete(operation.file);
        return;
    }
  }
}
