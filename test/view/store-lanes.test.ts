import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { RecordFrame, StoreFrame, StreamFrame, WatchFrame } from '../../src/lab/frame/frame.ts';
import { formatBytes } from '../../src/view/say/format.ts';
import { compareStores } from '../../src/view/store/store-compare.ts';
import { revisionPlace, revisionTicks, storeLanes } from '../../src/view/store/store-lanes.ts';
import { rangeText, watchLanes } from '../../src/view/store/watch-lanes.ts';
import { bytes, memberView, noEtcd, nodeFrame, record, splitFrame } from '../ui/fixtures/frame.ts';

const whole = present(splitFrame().store, 'the frame has a store');

function withRecords(
  records: readonly RecordFrame[],
  first: number,
  last: number,
  some: Partial<StoreFrame> = {},
): StoreFrame {
  return { ...whole, kvs: [], count: 0, history: { first, last, records }, ...some };
}

function said(store: StoreFrame): string[] {
  return storeLanes(store, 10).lanes.map(
    ({ name, versions }) =>
      `${name}: ${versions
        .map(({ from, to, version, deleted, begunBefore }) =>
          deleted ? `x${from}` : `${begunBefore ? '<' : ''}${version || '?'}@${from}-${to}`,
        )
        .join(' ')}`,
  );
}

describe('the lanes of a store', () => {
  it('are a bar a version from its revision to the next, and a cross where it was deleted', () => {
    expect(said(whole)).toEqual(['a: 1@4-6 2@6-9', 'b: 1@6-7 x7', 'name: 1@2-9', 'stock: 1@3-5 2@5-8 3@8-9']);
  });

  it('begin at the edge with what was written before it', () => {
    const records = [record(12, 'a', '2', 2), record(13, 'b', '', 0), record(14, 'c', '1', 1)];
    expect(said(withRecords(records, 11, 15, { revision: 15 }))).toEqual([
      'a: <1@11-12 2@12-16',
      'b: <?@11-13 x13',
      'c: 1@14-16',
    ]);
  });

  it('show nothing of versions that are compacted away', () => {
    const records = [record(12, 'a', '3', 3), record(14, 'a', '4', 4)];
    expect(said(withRecords(records, 11, 15, { compactRevision: 13 }))).toEqual(['a: 3@12-14 4@14-16']);
  });

  it('show keys that nothing has changed for long from end to end', () => {
    const old = {
      key: bytes('old'),
      value: bytes('1'),
      createRevision: 2,
      modRevision: 2,
      version: 1,
      lease: 0n,
    };
    expect(said(withRecords([record(14, 'z', '1', 1)], 11, 15, { kvs: [old] }))).toEqual([
      'old: <1@11-16',
      'z: 1@14-16',
    ]);
  });

  it('are measured in round numbers that are few enough to read', () => {
    expect(revisionTicks(1, 8, 6)).toEqual([2, 4, 6, 8]);
    expect(revisionTicks(401, 500, 6)).toEqual([420, 440, 460, 480, 500]);
    expect(revisionTicks(1, 1, 6)).toEqual([1]);
    expect(revisionPlace(1, { first: 1, last: 4 })).toBe(0);
    expect(revisionPlace(3, { first: 1, last: 4 })).toBe(50);
    expect(revisionPlace(99, { first: 1, last: 4 })).toBe(100);
  });
});

const watch: WatchFrame = {
  watchId: 0n,
  key: bytes('a'),
  rangeEnd: bytes('b'),
  startRevision: 2,
  prevKv: false,
  filters: [],
  progressNotify: false,
  askedAt: 0,
  status: 'open',
  reason: undefined,
  compactRevision: undefined,
  told: 5,
  responses: 1,
  count: 3,
  events: [],
};

function stream(id: number, watches: readonly WatchFrame[], some: Partial<StreamFrame> = {}): StreamFrame {
  return {
    id,
    node: 1,
    kind: 'watch',
    client: undefined,
    openedAt: 0,
    endedAt: undefined,
    error: undefined,
    watches,
    keepAlives: [],
    ...some,
  };
}

const served = {
  stream: 12,
  listener: { type: 'client', stream: 4 },
  watchId: 0n,
  key: bytes('a'),
  rangeEnd: bytes('b'),
  synced: false,
  compacted: false,
  nextRevision: 6,
  filters: [],
  prevKv: false,
  progressNotify: false,
} as const;

describe('the watches of a member', () => {
  const store = { ...whole, etcd: { ...noEtcd, watches: [served] } };

  it('know what is still to be told from the member, and what came from the client', () => {
    expect(watchLanes(store, [stream(4, [watch]), stream(5, [watch], { node: 2 })])).toMatchObject([
      { range: 'a*', listener: 'client', status: 'unsynced', next: 6 },
    ]);
  });

  it('are over when they were cancelled', () => {
    const cancelled: WatchFrame = { ...watch, status: 'cancelled', compactRevision: 7 };
    expect(watchLanes({ ...whole, etcd: noEtcd }, [stream(4, [cancelled])])).toMatchObject([
      { status: 'cancelled', next: undefined },
    ]);
  });

  it('may be somebody else’s', () => {
    const inside = { ...served, stream: 5, synced: true, listener: { type: 'program' } as const };
    expect(watchLanes({ ...whole, etcd: { ...noEtcd, watches: [inside] } }, [])).toMatchObject([
      { listener: 'program', status: 'synced', next: 6, heard: undefined },
    ]);
  });

  it('have ranges as people write them', () => {
    expect(rangeText(bytes('a'), new Uint8Array(0))).toBe('a');
    expect(rangeText(bytes('ab'), bytes('ac'))).toBe('ab*');
    expect(rangeText(Uint8Array.of(0x61, 0xff), bytes('b'))).toBe('a\\xff*');
    expect(rangeText(bytes('a'), bytes('c'))).toBe('a … c');
    expect(rangeText(bytes('a'), Uint8Array.of(0))).toBe('≥ a');
    expect(rangeText(Uint8Array.of(0), Uint8Array.of(0))).toBe('*');
  });
});

describe('two stores beside each other', () => {
  it('differ where they do not say the same, but for sizes, which are each member’s own', () => {
    const there = {
      ...whole,
      revision: 7,
      etcd: { ...noEtcd, sizeBytes: 1, alarms: [{ node: 2, member: 5n, alarm: 'NOSPACE' as const }] },
    };
    const facts = compareStores(
      { store: whole, node: nodeFrame(1, memberView(1)) },
      { store: there, node: nodeFrame(2, memberView(2, { kvHash: 1 })) },
    );
    expect(
      facts.filter(({ differs }) => differs).map(({ field, here, there: other }) => [field, here, other]),
    ).toEqual([
      ['revision', '8', '7'],
      ['kvHash', '00005eed', '00000001'],
      ['alarms', '–', 'NOSPACE n2'],
    ]);
  });

  it('have sizes in words', () => {
    expect([0, 1023, 24_576, 1_572_864, 2 ** 31].map(formatBytes)).toEqual([
      '0 B',
      '1023 B',
      '24 KiB',
      '1.5 MiB',
      '2 GiB',
    ]);
  });
});
