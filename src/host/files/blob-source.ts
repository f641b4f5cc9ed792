import { cachedSource, type ByteSource } from '../../base/byte-source.ts';

/** Of workers alone; TypeScript has it in a library that excludes the DOM's. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/** A file of the browser's as a source, in a worker: `FileReaderSync` reads the part that is asked for, in pieces that are kept. */
export function blobSource(name: string, blob: Blob): ByteSource {
  const reader = new FileReaderSync();
  return cachedSource({
    name,
    size: blob.size,
    read: (at, length) => new Uint8Array(reader.readAsArrayBuffer(blob.slice(at, at + length))),
  });
}
