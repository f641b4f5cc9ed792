import { describe, expect, it } from 'vitest';
import { LittleCluster, put, text } from './little-cluster.ts';

describe('a member', () => {
  it('starts as a follower of term 0 with a log of its own on disk', () => {
    const cluster = new LittleCluster();
    expect(cluster.member(1).view()).toMatchObject({
      state: 'StateFollower',
      term: 0,
      last: 0,
      confState: { voters: [1, 2, 3] },
      revision: 1,
      appendQueue: 0,
    });
    expect(cluster.machine(1).image.files.map((file) => file.name)).toEqual([
      'wal/0000000000000000-0000000000000000.wal',
    ]);
    expect(cluster.traceOf(1, 'started')).toEqual([
      { type: 'started', term: 0, vote: 0, commit: 0, last: 0, snapshot: 0, tornBytes: 0 },
    ]);
  });

  it('that is a follower hands a put to its leader and answers when it has applied it itself', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    expect(cluster.ask(2, put('a', '1'))).toMatchObject({
      status: 'ok',
      result: { type: 'put', revision: 2 },
    });
    const views = [1, 2, 3].map((id) => cluster.member(id).view());
    expect(views.map((view) => view.revision)).toEqual([2, 2, 2]);
    expect(new Set(views.map((view) => view.kvHash)).size).toBe(1);
    expect(cluster.member(3).entries(1, 9)).toEqual([
      { index: 1, term: 1, type: 'EntryNormal', kind: 'empty', label: '' },
      { index: 2, term: 1, type: 'EntryNormal', kind: 'put', label: 'a=1' },
    ]);
    expect(
      cluster
        .member(3)
        .range(0, 10)
        .kvs.map((kv) => [text(kv.key), text(kv.value)]),
    ).toEqual([['a', '1']]);
  });
});
