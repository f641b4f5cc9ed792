import { crc32c } from '../../storage/crc32c.ts';

/**
 * The bytes of a log that only grows: frames, one after the other, each written whole or not at all.
 *
 *     length of the content      u32, little-endian
 *     sum of the head            u32, CRC-32C of the frame's number (from 0, u32) and the length
 *     sum of the content         u32, CRC-32C that goes on from the head's sum
 *     content                    so many bytes
 *
 * The number is not in the file: a frame that is in another one's place has a wrong sum, and so has one whose length is not
 * the one that was written. A log whose writer died ends within a frame: what is whole before it stands.
 */
const HEAD_BYTES = 12;

/** What one frame may carry: a longer content is for several. */
export const FRAME_BYTES_MAX = 2 ** 31;

export function frameOf(number: number, content: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEAD_BYTES + content.length);
  const view = new DataView(frame.buffer);
  const sum = headSum(number, content.length);
  view.setUint32(0, content.length, true);
  view.setUint32(4, sum, true);
  view.setUint32(8, crc32c(content, sum), true);
  frame.set(content, HEAD_BYTES);
  return frame;
}

export interface Frames {
  /** The contents of the whole frames from the first on. They are views of the bytes that were read. */
  readonly contents: readonly Uint8Array[];
  /** Where the last of them ends. */
  readonly end: number;
  /**
   * whole: nothing follows it. torn: what follows is what a writer leaves that died as it wrote. damaged: bytes that were
   * written are other ones now.
   */
  readonly state: 'whole' | 'torn' | 'damaged';
}

export function readFrames(bytes: Uint8Array): Frames {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const contents: Uint8Array[] = [];
  let end = 0;
  const stop = (state: Frames['state']): Frames => ({ contents, end, state });
  while (end < bytes.length) {
    if (bytes.length - end < HEAD_BYTES) return stop('torn');
    const length = view.getUint32(end, true);
    const sum = headSum(contents.length, length);
    // Room that was made in a file and never written is all zeros.
    if (view.getUint32(end + 4, true) !== sum) return stop(isZero(bytes, end) ? 'torn' : 'damaged');
    const next = end + HEAD_BYTES + length;
    if (next > bytes.length) return stop('torn');
    const content = bytes.subarray(end + HEAD_BYTES, next);
    if (crc32c(content, sum) !== view.getUint32(end + 8, true))
      return stop(next === bytes.length ? 'torn' : 'damaged');
    contents.push(content);
    end = next;
  }
  return stop('whole');
}

function headSum(number: number, length: number): number {
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  view.setUint32(0, number, true);
  view.setUint32(4, length, true);
  return crc32c(head);
}

function isZero(bytes: Uint8Array, from: number): boolean {
  return bytes.subarray(from).every((byte) => byte === 0);
}
