import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { EMPTY_DISK, type DiskImage, type DiskOperation } from '../../src/storage/disk.ts';
import { applyOperations, fileNames, operationBytes, readFile } from '../../src/storage/disk-image.ts';

const names = ['wal/b', 'snap/a', 'wal/a', 'wal/c'];
const bytes = fc.uint8Array({ maxLength: 40 });
const operation: fc.Arbitrary<DiskOperation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('append'), file: fc.constantFrom(...names), bytes }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('replace'),
      file: fc.constantFrom(...names),
      chunks: fc.array(bytes),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('remove'), file: fc.constantFrom(...names) }) },
);

/** Files as one would write them down. */
function naive(operations: readonly DiskOperation[]): Map<string, number[]> {
  const files = new Map<string, number[]>();
  for (const one of operations) {
    if (one.type === 'remove') files.delete(one.file);
    else if (one.type === 'replace')
      files.set(
        one.file,
        one.chunks.flatMap((chunk) => [...chunk]),
      );
    else files.set(one.file, [...(files.get(one.file) ?? []), ...one.bytes]);
  }
  return files;
}

function contents(image: DiskImage): [string, number[]][] {
  return image.files.map((file) => [file.name, [...(readFile(image, file.name) ?? [])]]);
}

describe('a disk image', () => {
  test.prop([fc.array(operation, { maxLength: 60 })])(
    'holds what was written, files in ascending order',
    (operations) => {
      const image = applyOperations(EMPTY_DISK, operations);
      const expected = [...naive(operations)].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(contents(image)).toEqual(expected);
    },
  );

  test.prop([fc.array(operation, { maxLength: 30 }), fc.array(operation, { maxLength: 30 })])(
    'is not changed by what is written to the image made from it',
    (first, second) => {
      const before = applyOperations(EMPTY_DISK, first);
      const seen = contents(before);
      applyOperations(before, second);
      expect(contents(before)).toEqual(seen);
    },
  );

  it('keeps few chunks for many small appends', () => {
    let image = EMPTY_DISK;
    for (let i = 0; i < 3000; i++) {
      image = applyOperations(image, [{ type: 'append', file: 'wal/a', bytes: new Uint8Array(24).fill(i) }]);
    }
    expect(readFile(image, 'wal/a')?.length).toBe(72_000);
    expect(image.files[0]?.chunks.length).toBeLessThan(50);
  });

  it('names the files of one folder, and counts what operations write', () => {
    const operations: DiskOperation[] = [
      { type: 'append', file: 'wal/a', bytes: new Uint8Array(3) },
      { type: 'replace', file: 'snap/a', chunks: [new Uint8Array(4)] },
      { type: 'remove', file: 'wal/z' },
    ];
    const image = applyOperations(EMPTY_DISK, operations);
    expect(fileNames(image, 'wal/')).toEqual(['wal/a']);
    expect(readFile(image, 'wal/z')).toBeUndefined();
    expect(operationBytes(operations)).toBe(7);
  });
});
