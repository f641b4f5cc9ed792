import { expect, it } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { readSnap } from '../../../src/datadir/snap/read-snap.ts';
import { workloadFiles } from '../wal/workloads.ts';

const member = 0x2e1259d415f2a040n;
const learner = 4221274575418222105n;

it('a snapshot of 3.4 tells index, term, voters and learners, and the v2 store inside its members, version and keys', () => {
  const [first, second] = workloadFiles('3.4', '.snap').map((source) => readSnap(source));
  expect(first).toMatchObject({ ok: true, index: 31, term: 2, dataBytes: 7080 });
  expect(second).toMatchObject({
    ok: true,
    index: 62,
    term: 2,
    confState: {
      voters: [member],
      learners: [learner],
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    },
    v2: {
      version: '3.4.0',
      members: [
        {
          id: member,
          name: 'm',
          peerUrls: ['http://127.0.0.1:23801'],
          clientUrls: ['http://127.0.0.1:23790'],
          isLearner: false,
        },
        { id: learner, peerUrls: ['http://127.0.0.1:1'], clientUrls: [], isLearner: true },
      ],
      removed: [],
      keys: 1,
      directories: 1,
      currentIndex: 8,
    },
  });
  expect(second).not.toHaveProperty('misnamed');
});

it.each(['3.6', '3.7'] as const)('a snapshot of %s has the members in a v2 store as well', (of) => {
  const [snap] = workloadFiles(of, '.snap').map((source) => readSnap(source, of));
  expect(snap).toMatchObject({ ok: true, index: 31, v2: { version: `${of}.0`, keys: 0 } });
});

it('is refused in etcd’s words, whichever byte is another and wherever it is cut', () => {
  const [source] = workloadFiles('3.4', '.snap');
  const bytes = source?.read(0, source.size) ?? new Uint8Array(0);
  const problems = new Set<string | undefined>();
  const taken: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const copy = bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
    const flipped = readSnap(memorySource('a.snap', copy));
    if (flipped.ok) taken.push(at);
    else problems.add(flipped.problem);
    if (at % 5 === 0) {
      const cut = readSnap(memorySource('a.snap', bytes.subarray(0, at)));
      expect(cut.ok, `cut to ${at}`).toBe(false);
      problems.add(cut.problem);
    }
  }
  // A bit of the sum beyond its 32: etcd's code drops it, and the sum is right.
  expect(taken).toEqual([5]);
  expect(problems).toEqual(
    new Set([
      'proto: illegal wireType 6',
      'proto: snapshot: wiretype end group for non-group',
      'proto: wrong wireType = 1 for field Crc',
      'snap: crc mismatch',
      'snap: empty snapshot',
      'unexpected EOF',
    ]),
  );
});

it('another name is told, and data that is no v2 store', () => {
  const [source] = workloadFiles('3.4', '.snap');
  const bytes = source?.read(0, source.size) ?? new Uint8Array(0);
  expect(readSnap(memorySource('0000000000000002-0000000000000020.snap', bytes))).toMatchObject({
    misnamed: true,
  });
  expect(readSnap(memorySource('0000000000000002-0000000000000020.snap', new Uint8Array(0)))).toMatchObject({
    ok: false,
    words: 'failed to read empty snapshot file (snap: empty snapshot)',
  });
});
