import type { Files } from './process.ts';

/** The files of a console, kept in this map. What is in one is never changed: a longer one takes its place. */
export function scratchFiles(files: Map<string, Uint8Array>): Files {
  return {
    read: (name) => files.get(name),
    write: (name, bytes) => void files.set(name, bytes),
    append: (name, bytes) => {
      const before = files.get(name) ?? new Uint8Array(0);
      const both = new Uint8Array(before.length + bytes.length);
      both.set(before);
      both.set(bytes, before.length);
      files.set(name, both);
    },
    remove: (name) => files.delete(name),
    names: () => [...files.keys()].sort(),
  };
}
