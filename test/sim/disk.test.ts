import { describe, expect, it } from 'vitest';
import { Disk } from '../../src/sim/world/disk.ts';
import type { DiskWrite } from '../../src/node/io.ts';
import type { DiskOperation } from '../../src/storage/disk.ts';

function write(id: number, sync: boolean, ...operations: DiskOperation[]): DiskWrite {
  return { id, operations, sync, entries: 0, hardState: false, snapshot: false, bytes: 0 };
}

const append = (file: string, byte: number): DiskOperation => ({
  type: 'append',
  file,
  bytes: Uint8Array.of(byte),
});

function contents(disk: Disk): Record<string, number[]> {
  return Object.fromEntries(
    disk.image().files.map(({ name, chunks }) => [name, chunks.flatMap((chunk) => [...chunk])]),
  );
}

describe('a disk', () => {
  it('does its writes one after the other, each in its time', () => {
    const disk = new Disk();
    expect(disk.write(write(1, true), 100, 40)).toBe(140);
    expect(disk.write(write(2, true), 110, 40)).toBe(180);
    expect(disk.write(write(3, false), 115, 10)).toBe(190);
    disk.finish(1);
    disk.finish(2);
    disk.finish(3);
    expect(disk.write(write(4, true), 500, 40)).toBe(540);
  });

  it('keeps in a crash what was synced, and nothing that was queued or only buffered', () => {
    const disk = new Disk();
    disk.write(write(1, true, append('wal', 1)), 0, 1);
    disk.write(write(2, false, append('wal', 2)), 0, 1);
    disk.write(write(3, true, append('wal', 3)), 0, 1);
    disk.finish(1);
    disk.finish(2);
    expect(contents(disk)).toEqual({ wal: [1] });
    disk.crash();
    expect(contents(disk)).toEqual({ wal: [1] });
    expect(disk.queue).toEqual([]);
  });

  it('syncs with a write what was buffered before it', () => {
    const disk = new Disk();
    disk.write(
      write(1, false, append('wal', 1), { type: 'replace', file: 'snap', chunks: [Uint8Array.of(7)] }),
      0,
      1,
    );
    disk.write(write(2, true, append('wal', 2), { type: 'remove', file: 'snap' }), 0, 1);
    disk.finish(1);
    expect(contents(disk)).toEqual({});
    disk.finish(2);
    expect(contents(disk)).toEqual({ wal: [1, 2] });
  });

  it('shares its contents with a clone that goes another way', () => {
    const disk = new Disk();
    disk.write(write(1, true, append('wal', 1)), 0, 1);
    disk.finish(1);
    const copy = disk.clone();
    for (const [each, byte] of [
      [disk, 2],
      [copy, 3],
    ] as const) {
      each.write(write(2, true, append('wal', byte)), 0, 1);
      each.finish(2);
    }
    expect(contents(disk)).toEqual({ wal: [1, 2] });
    expect(contents(copy)).toEqual({ wal: [1, 3] });
  });

  it('expects writes to be finished in their order', () => {
    const disk = new Disk();
    disk.write(write(1, true), 0, 1);
    disk.write(write(2, true), 0, 1);
    expect(() => disk.finish(2)).toThrow('the write that is done is the first in the queue');
  });
});
