import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KvStore } from '../../src/etcd/mvcc/kv-store.ts';
import { recordedEvent, replay, shownEvent, type Json, type RecordedCall } from './recorded-call.ts';

const folder = new URL('recorded/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

interface RandomFile {
  readonly ops: readonly RecordedCall[];
  readonly finalWatch: { readonly start_revision: string; readonly events: readonly Json[] };
}
interface ScenarioFile {
  readonly steps: readonly {
    readonly kind: string;
    readonly path: string;
    readonly body: Json;
    readonly status: number;
    readonly response: Json;
  }[];
}

function load(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

/** Replays the calls and expects equal answers; how many could be compared. */
function replayAll(store: KvStore, calls: readonly RecordedCall[]): number {
  let compared = 0;
  calls.forEach((call, i) => {
    const outcome = replay(store, call);
    if ('skipped' in outcome) return;
    compared++;
    expect(outcome.own, `call ${i}: ${call.path} ${JSON.stringify(call.request)}`).toEqual(outcome.recorded);
  });
  return compared;
}

describe('random calls answered by a real etcd', () => {
  it.each(names.filter((name) => name.startsWith('v3_')))('are answered alike: %s', (name) => {
    const file = load(name) as RandomFile;
    const store = KvStore.create();
    expect(replayAll(store, file.ops)).toBeGreaterThan(40);
    const changes = store.changesFrom(Number(file.finalWatch.start_revision));
    if (changes === 'compacted') throw new Error('the final watch was recorded after the last compaction');
    expect(changes.flat().map(shownEvent)).toEqual(file.finalWatch.events.map(recordedEvent));

    const again = KvStore.restore(store.save());
    expect(again.hash()).toBe(store.hash());
    expect(again.save()).toEqual(store.save());
  });
});

describe('scenarios answered by a real etcd', () => {
  it.each(names.filter((name) => name.startsWith('gw_')))('are answered alike: %s', (name) => {
    const { steps } = load(name) as ScenarioFile;
    const calls: RecordedCall[] = steps
      .filter((step) => step.kind === 'http' && typeof step.body === 'object')
      .map((step) => ({ path: step.path, request: step.body, status: step.status, response: step.response }));
    expect(replayAll(KvStore.create(), calls)).toBeGreaterThan(14);
  });
});
