import { assert, present } from '../../base/assert.ts';
import type { Micros } from '../../base/flavor.ts';
import { joinPieces, lengthOf } from '../../base/large-bytes.ts';
import { drawInt, drawUnit, type Dice } from '../../base/random.ts';
import type { DiskFailure, DiskWrite } from '../../node/io.ts';
import type { DiskFile, DiskImage, DiskOperation } from '../../storage/disk.ts';
import { SNAPSHOT_FOLDER, WAL_FOLDER } from '../../storage/wal-name.ts';
import { SharedBytes, type Stretch } from './shared-bytes.ts';

/** A write on its way to the disk. */
export interface QueuedWrite {
  readonly write: DiskWrite;
  /** undefined: the disk is stuck. */
  readonly dueAt: Micros | undefined;
}

/** What is wrong with a disk, beside its being slow or stuck. */
export interface DiskFaults {
  /** A sync says it is done and has synced nothing; an honest one after it takes all along. */
  readonly lies: boolean;
  /** So many bytes may still be written to it; undefined: any number. What is removed makes no room. */
  readonly roomBytes: number | undefined;
  /** Every write ends with an error of the device. */
  readonly writesFail: boolean;
  /** What cannot be read from it: every file of the log, or the newest snapshot. */
  readonly unreadable: 'nothing' | 'wal' | 'snap';
}

export const SOUND: DiskFaults = {
  lies: false,
  roomBytes: undefined,
  writesFail: false,
  unreadable: 'nothing',
};

/** A disk writes sectors whole or not at all. */
const SECTOR_BYTES = 512;
/** How often a crash leaves a hole in what was not synced. */
const HOLED = 0.5;

/**
 * One machine's disk: what is synced, what is written but only buffered, and the queue of writes, done one after the
 * other. A crash keeps the synced part, and of the rest as much as it is told. While it is stuck, nothing in the queue is ever
 * done.
 */
export class Disk {
  #synced = new Map<string, SharedBytes>();
  #buffered: DiskOperation[] = [];
  #queue: QueuedWrite[] = [];
  #stuck = false;
  #faults: DiskFaults = SOUND;
  /** So many of the buffered operations the disk has said it had synced, and has not. */
  #vouched = 0;
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

  get faults(): DiskFaults {
    return this.#faults;
  }

  /** From now on; what is left out stays as it is. */
  setFaults(faults: Partial<DiskFaults>): void {
    this.#faults = { ...this.#faults, ...faults };
    this.#image = undefined;
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

  /** The front write is done. A sync takes all that was buffered before it along; the sync of a disk that lies takes nothing. */
  finish(id: number): void {
    const { write } = this.#takeFront(id);
    this.#buffered.push(...write.operations);
    if (this.#faults.roomBytes !== undefined) {
      this.#faults = { ...this.#faults, roomBytes: Math.max(0, this.#faults.roomBytes - write.bytes) };
    }
    if (!write.sync) return;
    if (this.#faults.lies) this.#vouched = this.#buffered.length;
    else this.flush();
  }

  /** The front write has failed: nothing of it is there. */
  fail(id: number): void {
    this.#takeFront(id);
  }

  /** Why this write, which is in the queue, will fail, as things stand; undefined: it will not. */
  failureOf(id: number): DiskFailure | undefined {
    const { writesFail, roomBytes } = this.#faults;
    if (!writesFail && roomBytes === undefined) return undefined;
    let bytes = 0;
    for (const { write } of this.#queue) {
      bytes += write.bytes;
      if (write.id !== id) continue;
      if (write.bytes === 0) return undefined;
      if (writesFail) return 'EIO';
      return bytes > (roomBytes ?? Infinity) ? 'ENOSPC' : undefined;
    }
    return undefined;
  }

  /** What was written is synced: by a sync of its own, or by the system after its process has died. */
  flush(): void {
    if (this.#buffered.length === 0) return;
    for (const operation of this.#buffered) this.#perform(operation);
    this.#image = undefined;
    this.#buffered = [];
    this.#vouched = 0;
  }

  /**
   * The machine is without power: what was not synced is lost. Answers whether something is that the disk had said it had
   * synced.
   */
  crash(): boolean {
    const forgot = this.#vouched > 0;
    this.#end();
    return forgot;
  }

  /**
   * The same, but some of what was not synced is there all the same: the first so many operations of it, those that were still
   * on their way too, and of the next one some bytes. Of what there is of it in the log, a sector may never have been written.
   */
  tear(dice: Dice): boolean {
    const all = [...this.#buffered, ...this.#queue.flatMap(({ write }) => write.operations)];
    const whole = drawInt(dice, 0, all.length);
    const starts = new Map<string, number>();
    const vouched = this.#vouched;
    for (const [i, operation] of all.entries()) {
      if (i > whole) break;
      if (i < whole) this.#performAfterCrash(operation, starts);
      else if (operation.type === 'append') {
        const bytes = operation.bytes.subarray(0, drawInt(dice, 0, operation.bytes.length));
        this.#performAfterCrash({ ...operation, bytes }, starts);
      }
    }
    const isHoled = drawUnit(dice) < HOLED && this.#leaveHole(dice, starts);
    this.#end();
    return vouched > 0 && (whole < vouched || isHoled);
  }

  /** A bit of a file is another from now on. */
  flip(name: string, byte: number, bit: number): void {
    const bytes = this.bytesOf(name).slice();
    assert(byte < bytes.length, 'the file has this byte');
    bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit);
    this.#synced.set(name, new SharedBytes([bytes]));
    this.#image = undefined;
  }

  /** Of a file that is there, as far as it is synced. */
  bytesOf(name: string): Uint8Array {
    return joinPieces(present(this.#synced.get(name), name).pieces());
  }

  /** What a restart would find. The same object as long as the disk is the same. */
  image(): DiskImage {
    this.#image ??= { files: [...this.#synced.keys()].sort().map((name) => this.#fileOf(name)) };
    return this.#image;
  }

  #fileOf(name: string): DiskFile {
    const file = { name, chunks: present(this.#synced.get(name), name).pieces() };
    return this.#isUnreadable(name) ? { ...file, unreadable: true } : file;
  }

  /** Every file of the log, or the newest snapshot: their names ascend with terms and indexes. */
  #isUnreadable(name: string): boolean {
    const { unreadable } = this.#faults;
    if (unreadable === 'wal') return name.startsWith(WAL_FOLDER);
    if (unreadable !== 'snap' || !name.startsWith(SNAPSHOT_FOLDER)) return false;
    return [...this.#synced.keys()].every((other) => !other.startsWith(SNAPSHOT_FOLDER) || other <= name);
  }

  #takeFront(id: number): QueuedWrite {
    const front = present(this.#queue.shift(), 'the write that is done is in the queue');
    assert(front.write.id === id, 'the write that is done is the first in the queue');
    return front;
  }

  #end(): void {
    this.#buffered = [];
    this.#queue = [];
    this.#vouched = 0;
  }

  /** `starts`: where in each file begins what was not synced. */
  #performAfterCrash(operation: DiskOperation, starts: Map<string, number>): void {
    if (operation.type === 'append') {
      const file = this.#synced.get(operation.file);
      if (!starts.has(operation.file))
        starts.set(operation.file, file === undefined ? 0 : lengthOf(file.pieces()));
    } else starts.delete(operation.file);
    this.#perform(operation);
    this.#image = undefined;
  }

  /** One sector of what was not synced, in one file, is zeros. Answers whether there is one. */
  #leaveHole(dice: Dice, starts: ReadonlyMap<string, number>): boolean {
    const [file, start] = [...starts][drawInt(dice, 0, Math.max(0, starts.size - 1))] ?? [];
    if (file === undefined || start === undefined || !this.#synced.has(file)) return false;
    const bytes = this.bytesOf(file).slice();
    if (start >= bytes.length) return false;
    const sector = drawInt(
      dice,
      Math.floor(start / SECTOR_BYTES),
      Math.floor((bytes.length - 1) / SECTOR_BYTES),
    );
    bytes.fill(0, Math.max(start, sector * SECTOR_BYTES), (sector + 1) * SECTOR_BYTES);
    this.#synced.set(file, new SharedBytes([bytes]));
    return true;
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
    copy.#faults = this.#faults;
    copy.#vouched = this.#vouched;
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
