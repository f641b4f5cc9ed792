import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';

import { gatherPieces, lengthOf } from '../../base/large-bytes.ts';

/** Grows with each part that is added at the end; a reader knows its own and the older ones. */
const VERSION = 3;

/** Bytes that are not a saved state. */
export class StateFormatError extends Error {
  override name = 'StateFormatError';
}

/** The bytes of a state's parts one after the other: the version, then each part after its length, in the order given. All in pieces. */
export function joinParts(parts: readonly (readonly Uint8Array[])[]): readonly Uint8Array[] {
  const version = new BinaryWriter().uint32(VERSION).finish();
  const framed = parts.flatMap((part) => [new BinaryWriter().uint32(lengthOf(part)).finish(), ...part]);
  return gatherPieces([version, ...framed]);
}

/** The parts again, as views into the bytes; parts that its version did not have are absent. Throws StateFormatError. */
export function splitParts(bytes: Uint8Array, count: number): Uint8Array[] {
  try {
    return readParts(new BinaryReader(bytes), count);
  } catch (error) {
    if (error instanceof StateFormatError) throw error;
    throw new StateFormatError(`a saved state: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readParts(reader: BinaryReader, count: number): Uint8Array[] {
  const version = reader.uint32();
  if (version < 1 || version > VERSION) {
    throw new StateFormatError(`a saved state of version ${version}, not ${VERSION}`);
  }
  const parts: Uint8Array[] = [];
  for (let i = VERSION - version; i < count; i++) parts.push(reader.bytes());
  if (reader.pos !== reader.len) throw new StateFormatError('a saved state with bytes after its last part');
  return parts;
}
