import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { ByteSource } from '../../base/byte-source.ts';

/** A file that is read where it is asked for, and closed when nobody needs it any more. */
export interface FileSource extends ByteSource {
  close(): void;
}

/** Opens the file for reading only. Throws what the file system says. */
export function openFile(path: string): FileSource {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  return { name: basename(path), size, read, close: () => closeSync(file) };

  function read(at: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - at)));
    let filled = 0;
    while (filled < bytes.length) {
      const got = readSync(file, bytes, filled, bytes.length - filled, at + filled);
      if (got === 0) break; // it has become shorter since
      filled += got;
    }
    return filled === bytes.length ? bytes : bytes.subarray(0, filled);
  }
}
