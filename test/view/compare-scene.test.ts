import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { RequestFrame } from '../../src/lab/frame/frame.ts';
import type { ComparedInstant, Comparison } from '../../src/lab/look/comparison.ts';
import { compareScene } from '../../src/view/compare/compare-scene.ts';
import { entries, memberView, ms, nodeFrame, requestFrame } from './fixtures/data-frame.ts';

const parted = { event: 100, at: ms(3000) };

function instant(event: number, some: Partial<ComparedInstant> = {}): ComparedInstant {
  return {
    position: { branch: 1, event, at: ms(4000) },
    hash: 'abc',
    firstOwn: undefined,
    nodes: [1, 2, 3].map((id) => nodeFrame(id, { view: memberView(id) })),
    requests: [],
    moreRequests: 0,
    violations: [],
    ...some,
  };
}

function comparison(some: Partial<Comparison> = {}): Comparison {
  return {
    common: parted,
    a: instant(120),
    b: instant(130),
    log: { first: 1, last: 0, maxLast: 0, rows: [] },
    store: { a: undefined, b: undefined, keys: [], more: 0 },
    ...some,
  };
}

function call(id: number, label: string, at: number, some: Partial<RequestFrame> = {}): RequestFrame {
  return requestFrame(id, { label, client: undefined, invokedAt: ms(at), ...some });
}

describe('two instants compared', () => {
  test('two that say the same differ in nothing', () => {
    expect(compareScene(comparison()).differing).toEqual({ members: 0, logs: 0, keys: 0, calls: 0 });
  });

  test.each([
    { a: 100, b: 100, parting: 'same' },
    { a: 100, b: 130, parting: 'before' },
    { a: 120, b: 100, parting: 'after' },
    { a: 120, b: 130, parting: 'apart' },
  ])('events $a and $b after a common past through 100: $parting', ({ a, b, parting }) => {
    expect(compareScene(comparison({ a: instant(a), b: instant(b) })).parting).toBe(parting);
  });

  test('a member says both its states, and which of its numbers differ', () => {
    const changed = nodeFrame(2, {
      view: memberView(2, { state: 'StateLeader', term: 7, lead: 2 }),
    });
    const others = instant(130).nodes.filter(({ id }) => id !== 2);
    const { members, differing } = compareScene(
      comparison({ b: instant(130, { nodes: [...others, changed] }) }),
    );
    expect(differing.members).toBe(1);
    expect(members.map(({ id, differs }) => [id, differs])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    const differ = members[1]?.facts.filter((fact) => fact.differs).map(({ field, a, b }) => [field, a, b]);
    expect(differ).toContainEqual(['role', 'StateFollower', 'StateLeader']);
    expect(differ).toContainEqual(['term', String(memberView(2).term), '7']);
  });

  test('what neither side has does not differ: no vote of a member, and no member', () => {
    const joined = nodeFrame(4, { view: memberView(4, { vote: 0, lead: 0 }) });
    const { members } = compareScene(
      comparison({ b: instant(130, { nodes: [...instant(130).nodes, joined] }) }),
    );
    const differ = members[3]?.facts.filter(({ differs }) => differs).map(({ field }) => field);
    expect(differ).toContain('term');
    expect(differ).not.toContain('vote');
    expect(differ).not.toContain('lead');
  });

  test('a machine that one side has not, and one that is killed there, differ', () => {
    const [first, second] = instant(130).nodes;
    const killed = {
      ...(second ?? nodeFrame(2)),
      status: 'killed' as const,
      view: undefined,
      disk: { term: 3, vote: 1, commit: 8, last: 9, snapshot: 0 },
    };
    const { members } = compareScene(
      comparison({ b: instant(130, { nodes: [first ?? nodeFrame(1), killed] }) }),
    );
    expect(members.map(({ differs }) => differs)).toEqual([false, true, true]);
    const facts = new Map(members[1]?.facts.map((fact) => [fact.field, fact.b]));
    expect([facts.get('status'), facts.get('last'), facts.get('role')]).toEqual(['killed', '9', undefined]);
    expect(members[2]?.facts.every(({ b }) => b === undefined)).toBe(true);
  });

  test('logs that are the same on either side share a row; each index that differs says so', () => {
    const log = {
      first: 4,
      last: 6,
      maxLast: 8,
      rows: [
        { id: 1, a: entries(4, '2 2 2'), b: entries(4, '2 3') },
        { id: 2, a: entries(4, '2 2 2'), b: entries(4, '2 3') },
        { id: 3, a: entries(4, '2 2'), b: entries(4, '2 2') },
        { id: 4, a: entries(4, '2 2'), b: undefined },
      ],
    };
    const { logs, differing } = compareScene(comparison({ log }));
    expect(logs.columns).toEqual([4, 5, 6]);
    expect(logs.more).toBe(2);
    expect(logs.rows.map(({ ids, differs }) => ({ ids, differs }))).toEqual([
      { ids: [1, 2], differs: true },
      { ids: [3], differs: false },
      { ids: [4], differs: true },
    ]);
    expect(logs.rows[0]?.cells.map(({ differs }) => differs)).toEqual([false, true, true]);
    expect(differing.logs).toBe(3);
  });

  test('keys that are not listed count, too', () => {
    const key = encodeUtf8('k');
    const value = { value: key, valueBytes: 1, modRevision: 3, version: 1, lease: 0n };
    const side = { node: 1, revision: 5, keys: 3 };
    const keys = [{ key, a: undefined, b: value }];
    const { differing } = compareScene(comparison({ store: { a: side, b: side, keys, more: 7 } }));
    expect(differing.keys).toBe(8);
  });

  test('a call that was under way when they parted is one call; later ones stand beside their like', () => {
    const failed = { status: 'failed', error: 'etcdserver: request timed out', revision: undefined } as const;
    const { calls, differing } = compareScene(
      comparison({
        a: instant(120, {
          requests: [call(7, 'put a=1', 2990), call(8, 'put b=1', 3100), call(9, 'put b=1', 3300)],
        }),
        b: instant(130, {
          requests: [
            call(7, 'put a=1', 2990, failed),
            call(8, 'get a', 3050),
            // Made later, and with another number: it is the like of the first `put b=1` all the same.
            call(9, 'put b=1', 3400),
          ],
        }),
      }),
    );
    expect(calls.map(({ label, a, b, differs }) => [label, a?.id, b?.id, differs])).toEqual([
      ['put a=1', 7, 7, true],
      ['get a', undefined, 8, true],
      ['put b=1', 8, 9, false],
      ['put b=1', 9, undefined, true],
    ]);
    expect(differing.calls).toBe(3);
  });
});
