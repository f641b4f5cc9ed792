import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { WatchRequest, WatchResponse } from '../../src/etcd/request.ts';
import { streamFrame } from '../../src/lab/frame/stream-frame.ts';
import type { StreamFrame } from '../../src/lab/frame/frame.ts';
import { ClientStreams } from '../../src/sim/clients/client-stream.ts';

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
