/**
 * A member's disk as the world keeps it. Chunks of bytes are never changed once written, so images can be shared
 * between the world, its checkpoints and the members.
 */
export interface DiskFile {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
  /** Whoever reads it hears of an error of the device (EIO). */
  readonly unreadable?: true;
}

/** Files in ascending order of name. */
export interface DiskImage {
  readonly files: readonly DiskFile[];
}

export type DiskOperation =
  /** Adds bytes to the end of a file, which is made if it is not there. */
  | { readonly type: 'append'; readonly file: string; readonly bytes: Uint8Array }
  /** A whole file at once, of these pieces (written beside and renamed: all of it or nothing). */
  | { readonly type: 'replace'; readonly file: string; readonly chunks: readonly Uint8Array[] }
  | { readonly type: 'remove'; readonly file: string };

export const EMPTY_DISK: DiskImage = { files: [] };
