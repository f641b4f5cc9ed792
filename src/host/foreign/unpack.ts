import { gunzipSync, unzipSync } from 'fflate';
import { ForeignError } from '../../foreign/foreign-error.ts';
import { BYTES_MAX } from '../../foreign/source.ts';

export interface PlainFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * What is in an archive (reports of test runs are handed out as .zip files), or the file itself; by its first bytes. `left`: so
 * many bytes may come out of it. Throws ForeignError for archives that are damaged, or too large once unpacked.
 */
export function unpacked({ path, bytes }: PlainFile, left = BYTES_MAX): readonly PlainFile[] {
  try {
    if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return unzipped(path, bytes, left);
    if (startsWith(bytes, 0x1f, 0x8b)) return gunzipped(path, bytes, left);
  } catch (error) {
    if (error instanceof ForeignError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeignError('badArchive', { file: path, line: 0 }, { reason });
  }
  return [{ path, bytes }];
}

function startsWith(bytes: Uint8Array, ...first: readonly number[]): boolean {
  return first.every((byte, i) => bytes[i] === byte);
}

function unzipped(path: string, bytes: Uint8Array, left: number): PlainFile[] {
  let size = 0;
  const entries = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      size += originalSize;
      if (size > left) throw tooLarge(path, left);
      return !name.endsWith('/');
    },
  });
  return Object.entries(entries).map(([name, own]) => ({ path: name, bytes: own }));
}

/** Its last four bytes say how large it is unpacked; what they say is the room that it gets. */
function gunzipped(path: string, bytes: Uint8Array, left: number): PlainFile[] {
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(
    bytes.length - 4,
    true,
  );
  if (size > left) throw tooLarge(path, left);
  return [{ path: path.replace(/\.gz$/, ''), bytes: gunzipSync(bytes, { out: new Uint8Array(size) }) }];
}

function tooLarge(file: string, left: number): ForeignError {
  return new ForeignError('tooLarge', { file, line: 0 }, { most: Math.floor(left / 1024 / 1024) });
}
