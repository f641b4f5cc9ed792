import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { V2Request } from '../../../src/etcd/command.ts';
import type { V2Node } from '../../../src/etcd/v2/node.ts';
import { v2Operation } from '../../../src/etcd/v2/request.ts';
import { V2Store, type V2Applied } from '../../../src/etcd/v2/store.ts';
import { NaiveStore, type NaiveAnswer, type NaiveEvent } from './naive-store.ts';

const SECOND = 1_000_000_000n;
/** After the year 2000, as all clocks of v2 stores. */
const BEGIN = 1_000_000_000;

type Step =
  | { readonly type: 'request'; readonly request: V2Request; readonly ttl: number | undefined }
  | { readonly type: 'pass'; readonly seconds: number }
  /** From here on the store goes on that was saved and read again, or a copy of it. */
  | { readonly type: 'restore' | 'clone' };

const key = fc
  .constantFrom('a', 'b', 'a/b', 'a/b/c', 'a/_h', '_h', '_h/x', 'd/e/f')
  .map((path) => `/1/${path}`);
const value = fc.constantFrom('', '1', '2', 'same');
const maybe = <T>(what: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(otherwise) }, what);
const request = fc
  .record({
    method: fc.constantFrom('PUT', 'PUT', 'PUT', 'POST', 'DELETE'),
    path: key,
    value,
    dir: maybe(fc.boolean(), false),
    recursive: maybe(fc.boolean(), false),
    prevValue: maybe(value, ''),
    prevIndex: maybe(fc.bigInt({ min: 1n, max: 40n }), 0n),
    prevExist: maybe<boolean | undefined>(fc.boolean(), undefined),
    refresh: maybe<boolean | undefined>(fc.boolean(), undefined),
  })
  .map(({ method, path, value: text, ...more }) => v2Operation(method, path, text, more));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant('request' as const),
      request,
      ttl: maybe<number | undefined>(fc.integer({ min: 1, max: 9 }), undefined),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('pass' as const), seconds: fc.integer({ min: 0, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ type: 'restore' }, { type: 'clone' }) },
);

function dump(node: V2Node): string[] {
  const { key: path, value: text, createdIndex, modifiedIndex, expires, children } = node;
  const end = expires === undefined ? '' : ` until ${expires / SECOND}`;
  const own = `${path}${children === undefined ? `=${text}` : '/'}@${createdIndex},${modifiedIndex}${end}`;
  return [own, ...[...(children?.values() ?? [])].flatMap(dump)];
}

/** Without the directories that every store has. */
const dumped = (store: V2Store): string[] =>
  dump(store.root)
    .filter((line) => /^\/1\/[^@]/.test(line))
    .sort();

function shown({ answer }: V2Applied): NaiveAnswer {
  if (!answer.ok) return { code: answer.error.code };
  expect(answer.event).toBeDefined();
  const { action, node, prevNode, refresh } = answer.event ?? { action: '', node: undefined };
  return {
    event: {
      action,
      key: node?.key ?? '',
      value: node?.value,
      modified: node?.modifiedIndex ?? 0,
      created: node?.createdIndex ?? 0,
      previous: prevNode?.value,
      isRefresh: refresh === true,
    },
  };
}

/** How often what was seen, so that a generator that goes stale is noticed. */
const seen = new Map<string, number>();

function note(answer: NaiveAnswer): void {
  const what = 'code' in answer ? String(answer.code) : answer.event.action;
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

/** A refresh of a directory, or into one, is etcd's own affair: its value is none. */
function isPlain({ refresh, dir }: V2Request): boolean {
  return refresh !== true || !dir;
}

function run(steps: readonly Step[]): void {
  let store = V2Store.create();
  const naive = new NaiveStore();
  const left: { copy: V2Store; was: string }[] = [];
  let now = BEGIN;
  for (const each of steps) {
    const time = BigInt(now) * SECOND;
    switch (each.type) {
      case 'request': {
        if (!isPlain(each.request)) break;
        const expiration = each.ttl === undefined ? 0n : time + BigInt(each.ttl) * SECOND;
        const asked = { ...each.request, expiration };
        const expected = naive.apply(asked);
        expect(shown(store.apply(asked, time))).toEqual(expected);
        note(expected);
        break;
      }
      case 'pass': {
        now += each.seconds;
        const sync = v2Operation('SYNC', '', '', { time: BigInt(now) * SECOND });
        const { notices } = store.apply(sync, BigInt(now) * SECOND);
        const gone = naive.expire(now);
        expect(notices.map(({ event }) => event.node.key)).toEqual(gone.map(({ key: path }) => path));
        for (const event of gone) note({ event });
        break;
      }
      case 'restore': {
        const saved = store.save();
        store = V2Store.restore(saved);
        expect(store.save()).toBe(saved);
        break;
      }
      case 'clone': {
        left.push({ copy: store, was: store.save() });
        store = store.clone();
        break;
      }
    }
  }
  expect(store.index).toBe(naive.index);
  expect(dumped(store)).toEqual(naive.dump());
  expect(store.history.events().map(({ node }) => node.key)).toEqual(
    naive.events.slice(-1000).map(({ key: path }: NaiveEvent) => path),
  );
  // What was written since has not reached the copies that stayed behind.
  for (const { copy, was } of left) expect(copy.save()).toBe(was);
}

function put(to: V2Store, text: string): void {
  to.apply(v2Operation('PUT', '/1/a', text), 0n);
}

const last = (of: V2Store) =>
  of.history
    .events()
    .slice(-2)
    .map(({ node }) => node.value);

describe('the v2 store beside a list of paths', () => {
  it('answers the same and is the same, over saves, copies and ends of keys', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), (steps) => run(steps)),
      { seed: 20261130, numRuns: 150 },
    );
    for (const what of [
      '100',
      '101',
      '102',
      '104',
      '105',
      '108',
      'set',
      'create',
      'update',
      'delete',
      'expire',
    ]) {
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(30);
    }
    for (const what of ['compareAndSwap', 'compareAndDelete']) {
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(5);
    }
  });

  it('remembers the last 1,000 events, and a copy goes on with them by itself', () => {
    const store = V2Store.create();
    for (let i = 1; i <= 2500; i++) put(store, String(i));
    const copy = store.clone();
    put(store, 'here');
    put(copy, 'there');
    put(copy, 'and on');
    expect([store.history.firstIndex, store.history.lastIndex]).toEqual([1502, 2501]);
    expect(last(store)).toEqual(['2500', 'here']);
    expect([copy.history.firstIndex, copy.history.lastIndex]).toEqual([1503, 2502]);
    expect(last(copy)).toEqual(['there', 'and on']);
    expect(V2Store.restore(copy.save()).save()).toBe(copy.save());
  });
});
