import { unreachable } from '../base/assert.ts';
import { joinPieces, lengthOf } from '../base/large-bytes.ts';
import type { DiskFile, DiskImage, DiskOperation } from './disk.ts';

/** Small appends are joined into chunks of up to this many bytes, so that a file of many records stays a short list. */
const CHUNK_BYTES_MAX = 4096;

/** The bytes of a file, or undefined if there is no such file. */
export function readFile(image: DiskImage, name: string): Uint8Array | undefined {
  const file = image.files.find((candidate) => candidate.name === name);
  return file && joinPieces(file.chunks);
}

/** Whether reading this file is an error of the device. */
export function isUnreadable(image: DiskImage, name: string): boolean {
  return image.files.some((file) => file.name === name && file.unreadable === true);
}

/** Names of the files in a folder (`wal/`), ascending. */
export function fileNames(image: DiskImage, folder: string): string[] {
  return image.files.map((file) => file.name).filter((name) => name.startsWith(folder));
}

/** The image after the operations, in their order. What has not changed is shared with the image before. */
export function applyOperations(image: DiskImage, operations: readonly DiskOperation[]): DiskImage {
  if (operations.length === 0) return image;
  let files = image.files.slice();
  for (const operation of operations) {
    const at = position(files, operation.file);
    const old = files[at]?.name === operation.file ? files[at] : undefined;
    if (operation.type === 'remove') {
      if (old !== undefined) files = files.toSpliced(at, 1);
      continue;
    }
    const chunks =
      operation.type === 'append' ? appended(old?.chunks ?? [], operation.bytes) : operation.chunks;
    const file: DiskFile = { name: operation.file, chunks };
    files = files.toSpliced(at, old === undefined ? 0 : 1, file);
  }
  return { files };
}

/** How many bytes the operations write. */
export function operationBytes(operations: readonly DiskOperation[]): number {
  return operations.reduce((sum, operation) => sum + writtenBytes(operation), 0);
}

function writtenBytes(operation: DiskOperation): number {
  switch (operation.type) {
    case 'append':
      return operation.bytes.length;
    case 'replace':
      return lengthOf(operation.chunks);
    case 'remove':
      return 0;
    default:
      return unreachable(operation);
  }
}

/** Where the file is, or would go: names ascend. */
function position(files: readonly DiskFile[], name: string): number {
  const at = files.findIndex((file) => file.name >= name);
  return at === -1 ? files.length : at;
}

/**
 * Chunks with one more. Like counting in binary: a chunk is joined with the one before it while that is no larger, so
 * each byte is copied a few times at most and the number of small chunks stays logarithmic.
 */
function appended(chunks: readonly Uint8Array[], bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes.length === 0) return chunks;
  let first = chunks.length;
  let size = bytes.length;
  while (first > 0) {
    const before = chunks[first - 1]?.length ?? 0;
    if (before > size || before + size > CHUNK_BYTES_MAX) break;
    size += before;
    first--;
  }
  if (first === chunks.length) return [...chunks, bytes];
  return [...chunks.slice(0, first), joinPieces([...chunks.slice(first), bytes])];
}
