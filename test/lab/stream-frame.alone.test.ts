import { afterEach, expect, test, vi } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { WatchRequest, WatchResponse } from '../../src/etcd/request.ts';
import { streamFrame } from '../../src/lab/frame/stream-frame.ts';
import type { StreamFrame } from '../../src/lab/frame/frame.ts';
import { ClientStreams } from '../../src/sim/clients/client-stream.ts';
import { SharedLog } from '../../src/sim/world/shared-log.ts';

const identity = { clusterId: 1n, memberId: 2n, raftTerm: 3 };
const none = new Uint8Array(0);

function create(key: string, startRevision = 0): WatchRequest {
  return {
    type: 'create',
    key: encodeUtf8(key),
    rangeEnd: none,
    startRevision,
    progressNotify: false,
    filters: [],
    prevKv: false,
    watchId: 0n,
    fragment: false,
  };
}

function response(part: Partial<WatchResponse>): WatchResponse {
  return {
    revision: 0,
    watchId: 0n,
    created: false,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    fragment: false,
    events: [],
    ...part,
  };
}

function put(key: string, revision: number): WatchResponse['events'][number] {
  const kv = {
    key: encodeUtf8(key),
    value: encodeUtf8(String(revision)),
    createRevision: revision,
    modRevision: revision,
    version: 1,
    lease: 0n,
  };
  return { type: 'PUT', kv };
}

class OneStream {
  readonly streams = new ClientStreams();
  #event = 0;

  constructor() {
    this.streams.begin(1, 3, 'watch', 'reader', 0);
  }

  asks(request: WatchRequest): this {
    this.streams.send(1, request, this.#event, this.#event++);
    return this;
  }

  hears(part: Partial<WatchResponse>): this {
    this.streams.receive({ stream: 1, message: response(part), identity }, this.#event, this.#event++);
    return this;
  }

  frame(): StreamFrame {
    const [stream] = [...this.streams.all()];
    if (stream === undefined) throw new Error('the stream is there');
    return streamFrame(stream);
  }
}

test('answers to create requests belong to them in their order, events to the watch with their id', () => {
  const stream = new OneStream().asks(create('a')).asks(create('b', 2));
  expect(stream.frame().watches.map(({ status }) => status)).toEqual(['asked', 'asked']);
  stream
    .hears({ created: true, watchId: 0n, revision: 4 })
    .hears({ created: true, watchId: 1n, revision: 4 })
    .hears({ watchId: 1n, revision: 4, events: [put('b', 2), put('b', 4)] })
    .hears({ watchId: 0n, revision: 5, events: [put('a', 5)] });
  const [a, b] = stream.frame().watches;
  expect(a).toMatchObject({ status: 'open', watchId: 0n, responses: 1, count: 1, told: 5 });
  expect(b).toMatchObject({ status: 'open', watchId: 1n, responses: 1, count: 2, told: 4 });
  expect(b?.events.map(({ revision, response: of }) => [revision, of])).toEqual([
    [2, 1],
    [4, 1],
  ]);
});

test('an answer without events moves the mark of what has been told, for one watch or for all', () => {
  const stream = new OneStream().asks(create('a')).asks(create('b'));
  stream
    .hears({ created: true, watchId: 0n, revision: 4 })
    .hears({ created: true, watchId: 1n, revision: 4 });
  stream.hears({ watchId: 1n, revision: 7 });
  expect(stream.frame().watches.map(({ told }) => told)).toEqual([4, 7]);
  stream.hears({ watchId: -1n, revision: 9 });
  expect(stream.frame().watches.map(({ told }) => told)).toEqual([9, 9]);
});

test('a watch on what is compacted says where to begin again, an impossible one why it was refused', () => {
  const stream = new OneStream().asks(create('a', 2)).asks(create('z'));
  stream
    .hears({ created: true, watchId: 0n, revision: 9 })
    .hears({ created: true, canceled: true, watchId: -1n, cancelReason: 'mvcc: watcher range is empty' })
    .hears({ watchId: 0n, canceled: true, compactRevision: 5 });
  expect(stream.frame().watches).toMatchObject([
    { status: 'cancelled', compactRevision: 5 },
    { status: 'refused', reason: 'mvcc: watcher range is empty' },
  ]);
});

test('a stream to which nothing happens is the same object; when it ends, so do its watches', () => {
  const stream = new OneStream().asks(create('a')).hears({ created: true, watchId: 0n, revision: 4 });
  const before = stream.frame();
  expect(stream.frame()).toBe(before);
  stream.streams.receive({ stream: 1, message: { type: 'end', error: 'stopped' }, identity }, 9_000, 9);
  expect(stream.frame()).toMatchObject({
    endedAt: 9_000,
    error: 'etcdserver: server stopped',
    watches: [{ status: 'ended' }],
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** How often logs of what was said are read, copied or cloned while something is done. */
function countLogs(act: () => void): number {
  const spies = (['at', 'slice', 'clone'] as const).map((name) => vi.spyOn(SharedLog.prototype, name));
  act();
  const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  vi.restoreAllMocks();
  return count;
}

test('a frame after the 100,000th event reads no more of the stream than one after the 1,000th', () => {
  const stream = new OneStream().asks(create('a')).asks(create('b'));
  stream
    .hears({ created: true, watchId: 0n, revision: 1 })
    .hears({ created: true, watchId: 1n, revision: 1 });
  let revision = 1;
  for (const events of [1_000, 100_000]) {
    while (revision < events) stream.hears({ watchId: 0n, revision, events: [put('a', ++revision)] });
    const before = stream.frame();
    const reads = countLogs(() => {
      stream.hears({ watchId: 0n, revision, events: [put('a', ++revision)] });
      const after = stream.frame();
      expect(after.watches[0]).toMatchObject({ count: revision - 1, told: revision });
      expect(after.watches[0]?.events).toHaveLength(50);
      expect(after.watches[1]).toBe(before.watches[1]);
    });
    expect(reads).toBe(0);
  }
});

test('a clone costs what is open, however many streams have ended, and goes its own way', () => {
  const streams = new ClientStreams();
  streams.begin(1, 1, 'watch', undefined, 0);
  for (let id = 2; id <= 1_000; id++) {
    streams.begin(id, 1, 'watch', undefined, id);
    streams.end(id, id);
  }
  let copy = streams;
  const clones = countLogs(() => {
    copy = streams.clone();
  });
  expect(clones).toBe(2);
  copy.end(1, 2_000);
  expect([copy.get(1)?.endedAt, streams.get(1)?.endedAt]).toEqual([2_000, undefined]);
  expect(copy.lastEnded(3).map(({ id }) => id)).toEqual([998, 999, 1_000]);
  expect([...streams.all()].map(({ id }) => id).slice(-2)).toEqual([1_000, 1]);
});
