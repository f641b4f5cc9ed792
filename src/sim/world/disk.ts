import { assert, present } from '../../base/assert.ts';
import type { Micros } from '../../base/flavor.ts';
import type { DiskWrite } from '../../node/io.ts';
import type { DiskImage, DiskOperation } from '../../storage/disk.ts';
import { SharedBytes, type Stretch } from './shared-bytes.ts';

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
  #synced = new Map<string, SharedBytes>();
  #buffered: DiskOperation[] = [];
  #queue: QueuedWrite[] = [];
  #stuck = false;
  /** Made when first asked for; void when something is synced. */
  #image: DiskImage | undefined;

  /** A disk with what these operations leave, synced. */
  static holding(operations: readonly DiskOperation[]): Disk {
    const disk = new Disk();
    for (const operation of operations) disk.#perform(operation);
    return disk;
  }

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
    for (const { write, dueAt } of this.#queue) if (write.id === id) return dueAt === at;
    return false;
  }

  /** The front write is done. A sync takes all that was buffered before it along. */
  finish(id: number): void {
    const { write } = present(this.#queue.shift(), 'the write that is done is in the queue');
    assert(write.id === id, 'the write that is done is the first in the queue');
    this.#buffered.push(...write.operations);
    if (write.sync) this.flush();
  }

  /** What was written is synced: by a sync of its own, or by the system after its process has died. */
  flush(): void {
    if (this.#buffered.length === 0) return;
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
        .map((name) => ({ name, chunks: present(this.#synced.get(name), name).pieces() })),
    };
    return this.#image;
  }

  /**
   * What its files keep in memory, file by file from its end on: clones share stretches, and of large pieces all members the
   * bytes.
   */
  ends(): Stretch[] {
    return [...this.#synced.values()].flatMap(({ end }) => end ?? []);
  }

  clone(): Disk {
    const copy = new Disk();
    for (const [name, file] of this.#synced) copy.#synced.set(name, file.clone());
    copy.#buffered = this.#buffered.slice();
    copy.#queue = this.#queue.slice();
    copy.#image = this.#image;
    copy.#stuck = this.#stuck;
    return copy;
  }

  #perform(operation: DiskOperation): void {
    switch (operation.type) {
      case 'append': {
        const file = this.#synced.get(operation.file) ?? new SharedBytes();
        file.append(operation.bytes);
        this.#synced.set(operation.file, file);
        return;
      }
      case 'replace':
        this.#synced.set(operation.file, new SharedBytes(operation.chunks));
        return;
      case 'remove':
        this.#synced.delete(operation.file);
        return;
    }
  }
}
