import { parseNote, type LabNote, type LogFile, type Shelf, type ShelvedLab } from './shelf.ts';

const FRAMES = 'frames';
const LABS = 'labs';

/** A row of the store of labs. */
interface LabRow {
  readonly id: string;
  readonly size: number;
  readonly note?: LabNote;
}

/**
 * Labs in IndexedDB, where there is no private file system: what is appended to a log is a row of `frames`, by the lab's id and its
 * place. A row that is there already was written by somebody else who has the lab open: it is not overwritten.
 */
export class IdbShelf implements Shelf {
  readonly kind = 'indexedDb';
  readonly #db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.#db = db;
  }

  static async open(): Promise<IdbShelf> {
    const request = indexedDB.open('quorumscope', 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(FRAMES);
      request.result.createObjectStore(LABS, { keyPath: 'id' });
    });
    return new IdbShelf(await resultOf(request));
  }

  async list(): Promise<readonly ShelvedLab[]> {
    const labs = this.#db.transaction(LABS).objectStore(LABS);
    const rows = await resultOf<LabRow[]>(labs.getAll());
    return rows.map(({ id, size, note }) => ({ id, size, note: parseNote(note) }));
  }

  async open(id: string): Promise<LogFile | undefined> {
    const frames = this.#db.transaction(FRAMES).objectStore(FRAMES);
    const rows = await resultOf<Uint8Array[]>(frames.getAll(rangeOf(id)));
    return rows.length === 0 ? undefined : new IdbFile(this.#db, id, rows);
  }

  async create(id: string): Promise<LogFile> {
    return new IdbFile(this.#db, id, []);
  }

  async writeNote(id: string, note: LabNote): Promise<void> {
    const transaction = this.#db.transaction(LABS, 'readwrite');
    const labs = transaction.objectStore(LABS);
    const row = await resultOf<LabRow | undefined>(labs.get(id));
    labs.put({ size: 0, ...row, id, note });
    await done(transaction);
  }

  async remove(id: string): Promise<void> {
    const transaction = this.#db.transaction([FRAMES, LABS], 'readwrite');
    transaction.objectStore(FRAMES).delete(rangeOf(id));
    transaction.objectStore(LABS).delete(id);
    await done(transaction);
  }
}

class IdbFile implements LogFile {
  readonly #db: IDBDatabase;
  readonly #id: string;
  #rows: number;
  #size: number;
  /** What it was opened with, until it is read. */
  #read: readonly Uint8Array[] | undefined;

  constructor(db: IDBDatabase, id: string, rows: readonly Uint8Array[]) {
    this.#db = db;
    this.#id = id;
    this.#rows = rows.length;
    this.#size = sizeOf(rows);
    this.#read = rows;
  }

  get size(): number {
    return this.#size;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#write(this.#size + bytes.length, (frames) => frames.add(bytes, [this.#id, this.#rows]));
    this.#rows++;
    this.#size += bytes.length;
    this.#read = undefined;
  }

  /** A transaction that is done is kept. */
  async flush(): Promise<void> {}

  async readAll(): Promise<Uint8Array> {
    const frames = this.#db.transaction(FRAMES).objectStore(FRAMES);
    const rows = this.#read ?? (await resultOf<Uint8Array[]>(frames.getAll(rangeOf(this.#id))));
    const bytes = new Uint8Array(sizeOf(rows));
    let at = 0;
    for (const row of rows) {
      bytes.set(row, at);
      at += row.length;
    }
    return bytes;
  }

  async replaceWith(bytes: Uint8Array): Promise<void> {
    await this.#write(bytes.length, (frames) => {
      frames.delete(rangeOf(this.#id));
      frames.add(bytes, [this.#id, 0]);
    });
    [this.#rows, this.#size, this.#read] = [1, bytes.length, undefined];
  }

  async close(): Promise<void> {}

  /** All of it or nothing. */
  async #write(size: number, work: (frames: IDBObjectStore) => void): Promise<void> {
    const transaction = this.#db.transaction([FRAMES, LABS], 'readwrite');
    work(transaction.objectStore(FRAMES));
    const labs = transaction.objectStore(LABS);
    const row = await resultOf<LabRow | undefined>(labs.get(this.#id));
    labs.put({ ...row, id: this.#id, size });
    await done(transaction);
  }
}

/** All rows of a lab. */
function rangeOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

function sizeOf(rows: readonly Uint8Array[]): number {
  return rows.reduce((sum, row) => sum + row.length, 0);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result), { once: true });
    request.addEventListener('error', () => reject(reasonOf(request.error)), { once: true });
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve(), { once: true });
    transaction.addEventListener('abort', () => reject(reasonOf(transaction.error)), { once: true });
  });
}

function reasonOf(error: DOMException | null): Error {
  return error ?? new Error("the browser's storage has refused it without a reason");
}
