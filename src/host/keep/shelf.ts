import * as v from 'valibot';

/**
 * Where labs are kept: a log each, and beside it a note for the list of labs. Two forms of the browser's storage are such
 * (`opfs-shelf.ts`, `idb-shelf.ts`), and the memory of a test.
 */
export interface Shelf {
  readonly kind: 'opfs' | 'indexedDb' | 'memory';
  list(): Promise<readonly ShelvedLab[]>;
  /** The log of this lab; undefined if there is none. Rejects if somebody else has it open. */
  open(id: string): Promise<LogFile | undefined>;
  /** An empty one, for an id that no lab has. */
  create(id: string): Promise<LogFile>;
  /** The note may be lost, and says nothing that the log does not. */
  writeNote(id: string, note: LabNote): Promise<void>;
  /** The log and the note are gone for good. */
  remove(id: string): Promise<void>;
}

/** The bytes of one log. Only one of its calls is under way at a time. */
export interface LogFile {
  readonly size: number;
  /** All of them, or it rejects and none: the file ends where it ended. */
  append(bytes: Uint8Array): Promise<void>;
  /** What was appended outlives the machine that stops now. */
  flush(): Promise<void>;
  readAll(): Promise<Uint8Array>;
  /** These bytes in the place of all that it has; whoever dies meanwhile leaves the old ones or these. */
  replaceWith(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

const note = v.object({
  name: v.string(),
  nodes: v.number(),
  seed: v.number(),
  /** Events of all its branches, what they share counted once. */
  events: v.number(),
  branches: v.number(),
  /** When it was used last, in ms of the epoch. */
  usedAt: v.number(),
  /** When it was deleted: it can be brought back until it is swept away. */
  deletedAt: v.optional(v.number()),
});

/** What the list says of a lab. */
export type LabNote = Readonly<v.InferOutput<typeof note>>;

/** Undefined: it is none. */
export function parseNote(given: unknown): LabNote | undefined {
  const result = v.safeParse(note, given);
  return result.success ? result.output : undefined;
}

export interface ShelvedLab {
  readonly id: string;
  /** Bytes that it takes. */
  readonly size: number;
  /** Undefined: it is lost, or was never written. */
  readonly note: LabNote | undefined;
}

/** Whether an error of the browser's storage says that there is no room left. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

/** Whether it says that somebody else has written in this log meanwhile. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConstraintError';
}
