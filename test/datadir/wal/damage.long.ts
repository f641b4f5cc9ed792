import { expect, it } from 'vitest';
import { differences, logFolders } from './damaged-logs.ts';

it.each(logFolders)(
  'of a log with any one bit flipped we say what etcd 3.4, 3.5, 3.6 and 3.7 say: $name',
  (folder) => {
    const { differing, asked } = differences(folder, () => true);
    expect(differing).toEqual([]);
    expect(asked).toBeGreaterThan(20_000);
  },
  300_000,
);
