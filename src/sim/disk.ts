import { assert, present } from '../base/assert.ts';
import { lengthOf } from '../base/large-bytes.ts';
import type { Micros } from '../base/flavor.ts';
import type { DiskWrite } from '../node/io.ts';
import type { DiskImage, DiskOperation } from '../storage/disk.ts';
import { SharedLog } from './shared-log.ts';

/** A write on its way to the disk. */
export interface QueuedWrite {
  readonly write: DiskWrite;
  /** undefined: the disk is stuck. */
  readonly dueAt: Micros | undefined;
}

/**
 * One machine's disk: what is synced, what is written but only buffered, and the queue of writes, done one after the
 * other. A crash keeps the synced part and nothing else. While it is stuck, nothing in the queue is ever done.
 */
export class Disk {
  #synced = new Map<string, SharedLog<Uint8Array>>();
  /** Bytes of each synced file. */
  #sizes = new Map<string, number>();
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

  /** What its files keep in memory: for each the object that has the bytes (clones share it) and how many. */
  *holdings(): Iterable<readonly [object, number]> {
    for (const [name, chunks] of this.#synced) {
      const whole = chunks.length === 1 ? chunks.at(0) : undefined;
      yield [whole ?? chunks.shared, this.#sizes.get(name) ?? 0];
    }
  }

  clone(): Disk {
    const copy = new Disk();
    copy.#sizes = new Map(this.#sizes);
    for (const [name, chunks] of this.#synced) copy.#synced.set(name, chunks.clone());
    copy.#buffered = this.#buffered.slice();
    copy.#queue = this.#queue.slice();
    copy.#image = this.#image;
    copy.#stuck = this.#stuck;
    return copy;
  }

  #perform(operation: DiskOperation): void {
    switch (operation.type) {
      case 'append': {
        const chunks = this.#synced.get(operation.file) ?? new SharedLog<Uint8Array>();
        chunks.push(operation.bytes);
        this.#synced.set(operation.file, chunks);
        this.#sizes.set(operation.file, (this.#sizes.get(operation.file) ?? 0) + operation.bytes.length);
        return;
      }
      case 'replace':
        this.#synced.set(operation.file, new SharedLog(operation.chunks));
        this.#sizes.set(operation.file, lengthOf(operation.chunks));
        return;
      case 'remove':
        this.#synced.delete(operation.file);
        this.#sizes.delete(operation.file);
        return;
    }
  }
}
