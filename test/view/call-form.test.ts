import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLineOf } from '../../src/console/command-line.ts';
import { answerLines } from '../../src/view/say/answer-lines.ts';
import { bytesOf, callFields, callGroups, callKinds, formed, type Asked } from '../../src/forms/call-form.ts';
import { showBytes } from '../../src/view/say/show-bytes.ts';
import { firstTxn, formedTxn } from '../../src/forms/txn-form.ts';

function asked(kind: Parameters<typeof formed>[0], values: Parameters<typeof formed>[1] = {}): Asked {
  const form = formed(kind, values);
  if (!form.ok) throw new Error(`${kind}: ${form.field} ${form.problem}`);
  return form.asked;
}

function line(operation: Asked): string | undefined {
  return commandLineOf(operation)?.line;
}

describe('the forms of calls', () => {
  it('are each in one group, with a default that makes a call', () => {
    expect(Object.values(callGroups).flat().toSorted()).toEqual([...callKinds].toSorted());
    for (const kind of callKinds) {
      if (kind !== 'txn') expect(formed(kind, {}), kind).toMatchObject({ ok: true });
    }
  });

  it('say a put as etcdctl does', () => {
    expect(line(asked('put', { key: 'a', value: '1' }))).toBe('etcdctl put a 1');
    expect(line(asked('put', { key: 'a', value: '1', lease: '694d7', prevKv: true }))).toBe(
      'etcdctl put a 1 --lease=694d7 --prev-kv',
    );
    expect(line(asked('put', { key: 'a', ignoreValue: true }))).toBe('etcdctl put a --ignore-value');
  });

  it('say ranges as etcdctl does', () => {
    expect(line(asked('get', { key: 'a' }))).toBe('etcdctl get a');
    expect(line(asked('get', { key: 'a', range: 'prefix' }))).toBe('etcdctl get a --prefix');
    expect(line(asked('get', { key: '', range: 'prefix' }))).toBe("etcdctl get '' --prefix");
    expect(line(asked('get', { key: 'a', range: 'fromKey' }))).toBe('etcdctl get a --from-key');
    expect(line(asked('del', { key: 'a', range: 'to', rangeEnd: 'c' }))).toBe('etcdctl del a c');
    expect(
      line(
        asked('get', {
          key: 'a',
          range: 'prefix',
          consistency: 'serializable',
          revision: '5',
          limit: '3',
          sortOrder: 'DESCEND',
          sortTarget: 'MOD',
          keysOnly: true,
        }),
      ),
    ).toBe(
      'etcdctl get a --prefix --consistency=s --rev=5 --limit=3 --order=DESCEND --sort-by=MODIFY --keys-only',
    );
  });

  it('say leases, members, alarms and users', () => {
    expect(asked('leaseGrant', { ttl: '30', leaseId: 'ffffffffffffffff' })).toEqual({
      type: 'leaseGrant',
      ttl: 30,
      id: -1n,
    });
    expect(line(asked('leaseRevoke', { leaseId: 'abc' }))).toBe('etcdctl lease revoke abc');
    expect(asked('memberAdd', { peerUrls: 'http://a:1, http://b:2', isLearner: true })).toEqual({
      type: 'memberAdd',
      peerUrls: ['http://a:1', 'http://b:2'],
      isLearner: true,
    });
    expect(asked('alarmDisarm', { member: '8e9e05c52164694d', alarm: 'CORRUPT' })).toEqual({
      type: 'alarm',
      action: 'DEACTIVATE',
      member: 0x8e9e05c52164694dn,
      alarm: 'CORRUPT',
    });
    expect(line(asked('authRoleGrant', { role: 'r', permType: 'READ', key: 'a', range: 'prefix' }))).toBe(
      'etcdctl role grant-permission r read a --prefix',
    );
  });

  it('name the field that cannot be read', () => {
    expect(formed('get', { revision: 'new' })).toEqual({ ok: false, field: 'revision', problem: 'notWhole' });
    expect(formed('leaseRevoke', { leaseId: '12x' })).toEqual({
      ok: false,
      field: 'leaseId',
      problem: 'notAnId',
    });
  });

  it('begin a number or an id that nobody has filled in with nothing', () => {
    for (const [kind, fields] of Object.entries(callFields)) {
      for (const { name, type, initial } of fields) {
        if (type === 'check') expect(initial, `${kind} ${name}`).toBe(false);
      }
    }
  });

  it('read bytes that show-bytes has written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        // A backslash that begins what looks like an escape is the one thing that reads differently.
        const text = showBytes(bytes);
        if (bytes.includes(0x5c)) return;
        expect([...bytesOf(text)]).toEqual([...bytes]);
      }),
    );
  });
});

describe('the form of transactions', () => {
  it('begins with take it if nobody has it', () => {
    const form = formedTxn(firstTxn);
    expect(form.ok && line(form.asked)).toBe(
      `etcdctl txn <<'EOF'\nver("x") = "0"\n\nput "x" "1"\n\nget "x"\n\nEOF`,
    );
  });

  it('names the comparison that cannot be read', () => {
    const [compare] = firstTxn.compares;
    if (!compare) throw new Error('there is a comparison');
    const bad = { ...firstTxn, compares: [compare, { ...compare, id: 9, value: 'many' }] };
    expect(formedTxn(bad)).toEqual({ ok: false, compare: 2, problem: 'notWhole' });
    const lease = { ...firstTxn, compares: [{ ...compare, target: 'LEASE' as const, value: 'xyz' }] };
    expect(formedTxn(lease)).toEqual({ ok: false, compare: 1, problem: 'notAnId' });
  });
});

describe('an answer line by line', () => {
  it('shows bytes as text, ids in hexadecimal, keys on one line', () => {
    const kv = {
      key: bytesOf('a'),
      value: bytesOf('1'),
      createRevision: 2,
      modRevision: 3,
      version: 2,
      lease: 0xabcn,
    };
    const lines = answerLines({ type: 'range', revision: 3, kvs: [kv], count: 1, more: false });
    expect(lines.map(({ depth, name, text }) => `${depth} ${name}: ${text}`)).toEqual([
      '0 revision: 3',
      '0 kvs: 1',
      '1 : a = 1  (create 2, mod 3, version 2 lease abc)',
      '0 count: 1',
      '0 more: false',
    ]);
  });

  it('is cut where it is long', () => {
    const lines = answerLines({ keys: Array.from({ length: 200 }, (_, i) => bytesOf(`k${i}`)) });
    expect(lines).toHaveLength(61);
    expect(lines.at(-1)?.text).toBe('…');
  });
});
