import { LABS_FOLDER } from './may-have-labs.ts';
import { isFull, parseNote, type LabNote, type LogFile, type Shelf, type ShelvedLab } from './shelf.ts';

/** What TypeScript's types of a page do not have, as it is for workers alone. */
interface SyncAccessHandle {
  getSize(): number;
  read(bytes: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

declare global {
  interface FileSystemFileHandle {
    createSyncAccessHandle(): Promise<SyncAccessHandle>;
  }
}

/**
 * Labs in the browser's private file system. A lab is the file `ID.GENERATION`: a log that is rewritten is another
 * generation beside the old one, which is removed when the new one is whole; `ID.json` is its note. Only workers can write it.
 */
export class OpfsShelf implements Shelf {
  readonly kind = 'opfs';
  readonly #folder: FileSystemDirectoryHandle;

  private constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  /** Rejects where there is none: no HTTPS, a private window of some browsers, a browser that is too old. */
  static async open(): Promise<OpfsShelf> {
    const root = await navigator.storage.getDirectory();
    const shelf = new OpfsShelf(await root.getDirectoryHandle(LABS_FOLDER, { create: true }));
    await shelf.#checkThatItWrites();
    return shelf;
  }

  async list(): Promise<readonly ShelvedLab[]> {
    const files: Promise<void>[] = [];
    const labs = new Map<string, { size: number; note: LabNote | undefined }>();
    const labOf = (id: string) => {
      const lab = labs.get(id) ?? { size: 0, note: undefined };
      labs.set(id, lab);
      return lab;
    };
    const look = async (handle: FileSystemFileHandle): Promise<void> => {
      const { id, generation } = partsOf(handle.name);
      const file = await handle.getFile().catch(() => undefined); // gone since it was listed
      if (file === undefined) return;
      if (generation !== undefined) labOf(id).size += file.size;
      else if (handle.name.endsWith(NOTE)) labOf(id).note = parseNoteText(await file.text());
    };
    for await (const handle of this.#folder.values()) if (handle.kind === 'file') files.push(look(handle));
    await Promise.all(files);
    // A note without a log is what a removal leaves that was cut short.
    return [...labs].flatMap(([id, lab]) => (lab.size > 0 ? [{ id, ...lab }] : []));
  }

  async open(id: string): Promise<LogFile | undefined> {
    // While the older generation is there, it is the truth: the newer one may not be whole.
    const [oldest, ...newer] = await this.#generations(id);
    if (oldest === undefined) return undefined;
    const file = await this.#file(id, oldest);
    for (const generation of newer) await this.#folder.removeEntry(`${id}.${generation}`);
    return file;
  }

  create(id: string): Promise<LogFile> {
    return this.#file(id, 1);
  }

  async #file(id: string, generation: number): Promise<LogFile> {
    return new OpfsFile(this.#folder, id, generation, await this.#handle(`${id}.${generation}`));
  }

  async writeNote(id: string, note: LabNote): Promise<void> {
    const handle = await this.#handle(`${id}${NOTE}`);
    try {
      const bytes = new TextEncoder().encode(JSON.stringify(note));
      handle.truncate(0);
      handle.write(bytes, { at: 0 });
    } finally {
      handle.close();
    }
  }

  async remove(id: string): Promise<void> {
    for (const generation of await this.#generations(id))
      await this.#folder.removeEntry(`${id}.${generation}`);
    await this.#folder.removeEntry(`${id}${NOTE}`).catch(() => undefined); // it may have none
  }

  /** Ascending. */
  async #generations(id: string): Promise<number[]> {
    const found: number[] = [];
    for await (const name of this.#folder.keys()) {
      const parts = partsOf(name);
      if (parts.id === id && parts.generation !== undefined) found.push(parts.generation);
    }
    return found.sort((a, b) => a - b);
  }

  async #handle(name: string): Promise<SyncAccessHandle> {
    const file = await this.#folder.getFileHandle(name, { create: true });
    return file.createSyncAccessHandle();
  }

  /** Some browsers have the folder and refuse the files. A disk that is full refuses them, too, and is another matter. */
  async #checkThatItWrites(): Promise<void> {
    const name = `try ${crypto.randomUUID()}`;
    try {
      (await this.#handle(name)).close();
      await this.#folder.removeEntry(name);
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }
}

const NOTE = '.json';

function partsOf(name: string): { readonly id: string; readonly generation: number | undefined } {
  const dot = name.lastIndexOf('.');
  const end = name.slice(dot + 1);
  return { id: name.slice(0, dot), generation: /^[0-9]+$/.test(end) ? Number(end) : undefined };
}

/** Undefined: its writer has died over it. */
function parseNoteText(text: string): LabNote | undefined {
  try {
    return parseNote(JSON.parse(text));
  } catch {
    return undefined;
  }
}

class OpfsFile implements LogFile {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #id: string;
  #generation: number;
  #handle: SyncAccessHandle;
  #size: number;

  constructor(folder: FileSystemDirectoryHandle, id: string, generation: number, handle: SyncAccessHandle) {
    this.#folder = folder;
    this.#id = id;
    this.#generation = generation;
    this.#handle = handle;
    this.#size = handle.getSize();
  }

  get size(): number {
    return this.#size;
  }

  async append(bytes: Uint8Array): Promise<void> {
    writeAll(this.#handle, bytes, this.#size);
    this.#size += bytes.length;
  }

  async flush(): Promise<void> {
    this.#handle.flush();
  }

  async readAll(): Promise<Uint8Array> {
    const bytes = new Uint8Array(this.#size);
    const read = this.#handle.read(bytes, { at: 0 });
    return bytes.subarray(0, read);
  }

  async replaceWith(bytes: Uint8Array): Promise<void> {
    const next = this.#generation + 1;
    const file = await this.#folder.getFileHandle(`${this.#id}.${next}`, { create: true });
    const handle = await file.createSyncAccessHandle();
    try {
      handle.truncate(0);
      writeAll(handle, bytes, 0);
      handle.flush();
    } catch (error) {
      handle.close();
      await this.#folder.removeEntry(`${this.#id}.${next}`);
      throw error;
    }
    this.#handle.close();
    await this.#folder.removeEntry(`${this.#id}.${this.#generation}`);
    [this.#handle, this.#generation, this.#size] = [handle, next, bytes.length];
  }

  async close(): Promise<void> {
    this.#handle.close();
  }
}

/** At the end of the file, which is `size` bytes long; if not all of it can be written, the file is as it was. */
function writeAll(handle: SyncAccessHandle, bytes: Uint8Array, size: number): void {
  try {
    const written = handle.write(bytes, { at: size });
    if (written === bytes.length) return;
  } catch (error) {
    handle.truncate(size);
    throw error;
  }
  handle.truncate(size);
  throw new DOMException('not all of it could be written', 'QuotaExceededError');
}
