import { drawInt, type Dice } from '../base/random.ts';
import type { DiskImage } from './disk.ts';
import { fileNames, readFile } from './disk-image.ts';
import { decodeFrame, isFrame } from './wal-frame.ts';
import { SNAPSHOT_FOLDER, WAL_FOLDER } from './wal-name.ts';
import { walRecordNumber } from './wal-record.ts';

/** A bit of a file. */
export interface Damage {
  readonly file: string;
  readonly byte: number;
  readonly bit: number;
}

/** Where one is to flip; what is left out is drawn. */
export interface FlipPlace {
  readonly file: 'wal' | 'snap';
  /** Of the log: counted from 1, or from the end by negative numbers. */
  readonly record?: number;
  /** From the beginning of the record's length, or of the snapshot's file. */
  readonly byte?: number;
  readonly bit?: number;
}

export type FlipProblem = 'nothingThere' | 'noSuchRecord' | 'noSuchByte';

/** A record of the log, by where its length begins; `data`: where the part begins that its checksum covers. */
interface PlacedRecord {
  readonly file: string;
  readonly start: number;
  readonly data: number;
  readonly end: number;
}

/**
 * The bit that is meant. Drawn ones lie where a checksum covers them: in the data of a record of the log, in the second half of
 * a snapshot's file, its data.
 */
export function placeOfFlip(
  image: DiskImage,
  { file, record, byte, bit }: FlipPlace,
  dice: Dice,
): Damage | FlipProblem {
  const drawnBit = bit ?? drawInt(dice, 0, 7);
  if (file === 'snap') {
    const name = fileNames(image, SNAPSHOT_FOLDER).at(-1);
    const size = name === undefined ? 0 : (readFile(image, name)?.length ?? 0);
    if (name === undefined || size === 0) return 'nothingThere';
    const at = byte ?? drawInt(dice, Math.floor(size / 2), size - 1);
    return at < size ? { file: name, byte: at, bit: drawnBit } : 'noSuchByte';
  }
  const records = recordsOf(image);
  if (records.length === 0) return 'nothingThere';
  const withData = records.filter(({ data, end }) => data < end);
  const found =
    record === undefined
      ? withData[drawInt(dice, 0, withData.length - 1)]
      : records[record < 0 ? records.length + record : record - 1];
  if (found === undefined) return 'noSuchRecord';
  const { file: name, start, data, end } = found;
  if (byte !== undefined) {
    return start + byte < end ? { file: name, byte: start + byte, bit: drawnBit } : 'noSuchByte';
  }
  return data < end ? { file: name, byte: drawInt(dice, data, end - 1), bit: drawnBit } : 'noSuchByte';
}

/** Every record that can be read, oldest first; sums of sums (crc records) have no data. */
function recordsOf(image: DiskImage): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  for (const file of fileNames(image, WAL_FOLDER)) {
    const bytes = readFile(image, file) ?? new Uint8Array(0);
    for (let start = 0; start < bytes.length;) {
      const found = decodeFrame(bytes, start);
      if (!isFrame(found)) break;
      const { data } = found;
      const dataStart = data.length === 0 ? found.end : data.byteOffset - bytes.byteOffset;
      const isSum = found.type === walRecordNumber.crc;
      records.push({
        file,
        start,
        data: isSum ? found.end : dataStart,
        end: isSum ? found.end : endOf(data, bytes, found.end),
      });
      start = found.end;
    }
  }
  return records;
}

/** Without the padding, which no sum covers. */
function endOf(data: Uint8Array, bytes: Uint8Array, frameEnd: number): number {
  return data.length === 0 ? frameEnd : data.byteOffset - bytes.byteOffset + data.length;
}
