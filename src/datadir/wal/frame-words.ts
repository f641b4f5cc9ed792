import { UNEXPECTED_EOF } from '../../protobuf/go-unmarshal.ts';
import { hasUnwrittenSector, type FrameFound } from '../../storage/frame-scan.ts';
import type { EtcdLine } from './etcd-line.ts';
import type { SegmentReader } from './segment-reader.ts';

/** What etcd's decoder says of a place where no whole record is. */
export interface FrameFault {
  /** The decoder's error is an `unexpected EOF`, which a reading takes for the end and a start for something to repair. */
  readonly torn: boolean;
  /** Its words. */
  readonly error: string;
}

/** Of what was found that is neither a frame nor an end. `isLast`: only the last segment may have a write that was cut short. */
export function faultOf(
  found: Exclude<FrameFound, 'frame' | 'end' | 'more'>,
  reader: SegmentReader,
  name: string,
  line: EtcdLine,
  isLast: boolean,
): FrameFault {
  const { length, padding, error } = reader.frame;
  switch (found) {
    case 'short':
      return { torn: true, error: UNEXPECTED_EOF };
    case 'limit':
      if (line === '3.4') return { torn: false, error: 'wal: max entry size limit exceeded' };
      return { torn: false, error: `a record of ${length} bytes, which is more than is read here` };
    case 'cut':
      return { torn: true, error: UNEXPECTED_EOF + limitWords(reader, name, line, length, padding) };
    default:
      if (isLast && isTorn(reader)) return { torn: true, error: UNEXPECTED_EOF };
      return { torn: error === UNEXPECTED_EOF, error };
  }
}

/** Of a frame whose sum is not that of the data so far. */
export function sumFault(
  reader: SegmentReader,
  name: string,
  line: EtcdLine,
  isLast: boolean,
  computed: number,
): FrameFault {
  const isNewer = line === '3.6' || line === '3.7';
  const where = isNewer ? `: in file '${name}' at position: ${reader.offset}` : '';
  if (isLast && isTorn(reader)) return { torn: true, error: UNEXPECTED_EOF + where };
  return {
    torn: false,
    error: `walpb: crc mismatch${isNewer ? sums(reader.frame.crc, computed) : ''}${where}`,
  };
}

/** Of a crc record that does not say the sum so far: another check of etcd's, with other words. */
export function chainWords(line: EtcdLine): string {
  return line === '3.4' || line === '3.5' ? 'wal: crc mismatch' : 'walpb: crc mismatch';
}

function sums(expected: number, computed: number): string {
  return `: expected: ${expected.toString(16)} computed: ${computed.toString(16)}`;
}

function isTorn({ bytes, base, offset, frame }: SegmentReader): boolean {
  return hasUnwrittenSector(bytes, offset - base, frame.end, base);
}

/** From 3.5 on a length is held against the rest of the file; the eight bytes of the length itself are not taken off. */
function limitWords(
  reader: SegmentReader,
  name: string,
  line: EtcdLine,
  length: number,
  padding: number,
): string {
  const limit = reader.size - reader.offset - padding;
  if (line === '3.4' || length <= limit) return '';
  const verb = line === '3.5' ? 'decoding' : 'reading';
  return (
    `: [wal] max entry size limit exceeded when ${verb} ${JSON.stringify(name)}, recBytes: ${exactLength(reader)}, ` +
    `fileSize(${reader.size}) - offset(${reader.offset}) - padBytes(${padding}) = entryLimit(${limit})`
  );
}

/** All 56 bits of it: a damaged one may say more than a number holds. */
function exactLength({ bytes, base, offset }: SegmentReader): bigint {
  let length = 0n;
  for (let i = 6; i >= 0; i--) length = (length << 8n) | BigInt(bytes[offset - base + i] ?? 0);
  return length;
}
