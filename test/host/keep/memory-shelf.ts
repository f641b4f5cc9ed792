import type { LabNote, LogFile, Shelf, ShelvedLab } from '../../../src/host/keep/shelf.ts';

/** What a disk may do to whoever writes: to be changed while a test runs. */
export interface DiskTrouble {
  /** So many bytes fit in all. */
  room: number;
  /** The writer dies when so many more bytes are written: what is written till then stays, and nothing is answered. */
  diesAfter: number;
  /** Every call is refused with this. */
  refuses: Error | undefined;
}

/** Labs in memory, on a disk with troubles. */
export class MemoryShelf implements Shelf {
  readonly kind = 'memory';
  readonly trouble: DiskTrouble = { room: Infinity, diesAfter: Infinity, refuses: undefined };
  readonly logs = new Map<string, Uint8Array>();
  readonly notes = new Map<string, LabNote>();
  readonly #open = new Set<string>();

  async list(): Promise<readonly ShelvedLab[]> {
    this.#check();
    return [...this.logs].map(([id, bytes]) => ({ id, size: bytes.length, note: this.notes.get(id) }));
  }

  async open(id: string): Promise<LogFile | undefined> {
    return this.logs.has(id) ? this.create(id) : undefined;
  }

  async create(id: string): Promise<LogFile> {
    this.#check();
    if (this.#open.has(id)) throw new DOMException('somebody has it open', 'NoModificationAllowedError');
    this.#open.add(id);
    if (!this.logs.has(id)) this.logs.set(id, new Uint8Array(0));
    return new MemoryFile(this, id, () => this.#open.delete(id));
  }

  async writeNote(id: string, note: LabNote): Promise<void> {
    this.#check();
    this.notes.set(id, note);
  }

  async remove(id: string): Promise<void> {
    this.#check();
    this.logs.delete(id);
    this.notes.delete(id);
  }

  /** Whoever had files open is dead: they are anybody's. */
  forgetWriters(): void {
    this.#open.clear();
  }

  /** Bytes at the end of a log; a writer that dies over it leaves some of them. */
  append(id: string, bytes: Uint8Array): Promise<void> {
    const old = this.logs.get(id) ?? new Uint8Array(0);
    const dies = this.#write(bytes);
    const written = dies ? bytes.subarray(0, this.trouble.diesAfter) : bytes;
    const all = new Uint8Array(old.length + written.length);
    all.set(old);
    all.set(written, old.length);
    this.logs.set(id, all);
    return dies ? new Promise(() => undefined) : Promise.resolve();
  }

  /** A writer that dies over it leaves the old ones. */
  replace(id: string, bytes: Uint8Array): Promise<void> {
    if (this.#write(bytes)) return new Promise(() => undefined);
    this.logs.set(id, bytes.slice());
    return Promise.resolve();
  }

  /** Whether the writer dies over it. */
  #write(bytes: Uint8Array): boolean {
    this.#check();
    const used = [...this.logs.values()].reduce((sum, log) => sum + log.length, 0);
    if (used + bytes.length > this.trouble.room) throw new DOMException('it is full', 'QuotaExceededError');
    if (bytes.length > this.trouble.diesAfter) return true;
    this.trouble.diesAfter -= bytes.length;
    return false;
  }

  #check(): void {
    if (this.trouble.refuses !== undefined) throw this.trouble.refuses;
  }
}

class MemoryFile implements LogFile {
  readonly #shelf: MemoryShelf;
  readonly #id: string;

  constructor(
    shelf: MemoryShelf,
    id: string,
    readonly closed: () => void,
  ) {
    this.#shelf = shelf;
    this.#id = id;
  }

  get #bytes(): Uint8Array {
    return this.#shelf.logs.get(this.#id) ?? new Uint8Array(0);
  }

  get size(): number {
    return this.#bytes.length;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#shelf.append(this.#id, bytes);
  }

  async flush(): Promise<void> {}

  async readAll(): Promise<Uint8Array> {
    return this.#bytes.slice();
  }

  async replaceWith(bytes: Uint8Array): Promise<void> {
    await this.#shelf.replace(this.#id, bytes);
  }

  async close(): Promise<void> {
    this.closed();
  }
}
