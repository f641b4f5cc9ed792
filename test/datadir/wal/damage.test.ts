import { expect, it } from 'vitest';
import { etcdLines } from '../../../src/datadir/wal/etcd-line.ts';
import { differences, logFolders } from './damaged-logs.ts';

it.each(logFolders)(
  'of a log with a bit of any byte flipped, cut to any length, or a sector zeroed we say what etcd says: $name',
  (folder) => {
    const { differing, asked } = differences(folder, (line, damage, number) => {
      if (damage === 'zeros') return true;
      // One line for each byte and each length, and one bit: damage.long.ts has them all.
      const byte = damage === 'flips' ? number >> 3 : number;
      if (etcdLines[byte % etcdLines.length] !== line) return false;
      return damage === 'cuts' || (number & 7) === (byte >> 2) % 8;
    });
    expect(differing).toEqual([]);
    expect(asked).toBeGreaterThan(1000);
  },
);
