import { describe, expect, it } from 'vitest';
import { get, LittleCluster, put } from './little-cluster.ts';

describe('a compaction of many revisions', () => {
  it('hides them at once and removes them piece by piece, a little with every input', () => {
    const cluster = new LittleCluster([1]);
    cluster.elect(1);
    for (let i = 0; i < 3000; i++) cluster.ask(1, put('a', `${i}`));
    const { sizeInUseBytes: before } = cluster.member(1).storeView(1);
    expect(cluster.ask(1, { type: 'compact', revision: 3000 })).toMatchObject({ status: 'ok' });
    expect(cluster.ask(1, get('a', 'serializable', 2999))).toEqual({ status: 'failed', error: 'compacted' });
    expect(cluster.member(1).storeView(1).isCompacting).toBe(true);
    let inputs = 0;
    while (cluster.member(1).storeView(1).isCompacting && inputs < 100) {
      cluster.input(1, { type: 'tick' });
      inputs++;
    }
    expect(inputs).toBeGreaterThan(1);
    expect(inputs).toBeLessThan(20);
    expect(cluster.member(1).storeView(1).sizeInUseBytes).toBeLessThan(before);
    expect(cluster.ask(1, get('a'))).toMatchObject({ status: 'ok' });
  });

  it('is answered, when it was asked for physically, once the last piece is gone', () => {
    const cluster = new LittleCluster([1]);
    cluster.elect(1);
    for (let i = 0; i < 3000; i++) cluster.ask(1, put('a', `${i}`));
    const request = cluster.request(1, { type: 'compact', revision: 3000, physical: true });
    cluster.run();
    while (!cluster.answers.has(request)) {
      expect(cluster.member(1).storeView(1).isCompacting).toBe(true);
      cluster.tick();
    }
    expect(cluster.member(1).storeView(1).isCompacting).toBe(false);
    expect(cluster.answers.get(request)).toMatchObject({ status: 'ok', result: { type: 'compact' } });
  });
});
