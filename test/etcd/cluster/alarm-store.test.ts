import { describe, expect, test } from 'vitest';
import { AlarmFormatError, AlarmStore, formatAlarm } from '../../../src/etcd/cluster/alarm-store.ts';
import type { AlarmAction, AlarmType } from '../../../src/etcd/request.ts';

/** The alarms answered with, as "MEMBER TYPE". */
function ask(store: AlarmStore, action: AlarmAction, member: bigint, alarm: AlarmType): readonly string[] {
  const answer = store.apply({ type: 'alarm', action, member, alarm });
  if (!answer.ok || answer.result.type !== 'alarm') throw new Error('no answer to an alarm');
  return answer.result.alarms.map((found) => `${found.member} ${found.alarm}`);
}

describe('alarms, as etcd 3.4.23 answered', () => {
  test('are raised once by each member and type, and listed by type', () => {
    const store = AlarmStore.create();
    expect(ask(store, 'GET', 0n, 'NONE')).toEqual([]);
    expect(ask(store, 'ACTIVATE', 9n, 'NOSPACE')).toEqual(['9 NOSPACE']);
    expect(ask(store, 'ACTIVATE', 9n, 'NOSPACE')).toEqual(['9 NOSPACE']);
    expect(ask(store, 'ACTIVATE', 0n, 'NOSPACE')).toEqual(['0 NOSPACE']);
    expect(ask(store, 'ACTIVATE', 7n, 'CORRUPT')).toEqual(['7 CORRUPT']);
    expect(ask(store, 'ACTIVATE', 7n, 'NONE')).toEqual(['7 NONE']);
    expect(ask(store, 'GET', 5n, 'NONE')).toEqual(['7 NONE', '0 NOSPACE', '9 NOSPACE', '7 CORRUPT']);
    expect(ask(store, 'GET', 0n, 'NOSPACE')).toEqual(['0 NOSPACE', '9 NOSPACE']);
  });

  test('are disarmed one by one, and answered with only if they were there', () => {
    const store = AlarmStore.create();
    ask(store, 'ACTIVATE', 7n, 'NOSPACE');
    expect(ask(store, 'DEACTIVATE', 7n, 'NONE')).toEqual([]);
    expect(ask(store, 'DEACTIVATE', 8n, 'NOSPACE')).toEqual([]);
    expect(ask(store, 'DEACTIVATE', 7n, 'NOSPACE')).toEqual(['7 NOSPACE']);
    expect(ask(store, 'DEACTIVATE', 7n, 'NOSPACE')).toEqual([]);
    expect(ask(store, 'GET', 0n, 'NONE')).toEqual([]);
  });

  test('NOSPACE takes effect with the first member and ends with the last', () => {
    const store = AlarmStore.create();
    const effects = [
      ['ACTIVATE', 1n],
      ['ACTIVATE', 2n],
      ['DEACTIVATE', 1n],
      ['DEACTIVATE', 1n],
      ['DEACTIVATE', 2n],
    ] as const;
    const seen = effects.map(([action, member]) => {
      ask(store, action, member, 'NOSPACE');
      return store.effect;
    });
    expect(seen).toEqual(['noSpace', 'noSpace', 'noSpace', 'noSpace', 'none']);
  });

  test('the alarm raised last decides, and disarming one type allows everything', () => {
    const store = AlarmStore.create();
    ask(store, 'ACTIVATE', 1n, 'CORRUPT');
    expect(store.effect).toBe('corrupt');
    ask(store, 'ACTIVATE', 1n, 'NOSPACE');
    expect(store.effect).toBe('noSpace');
    ask(store, 'DEACTIVATE', 1n, 'NOSPACE');
    expect(store.effect).toBe('none');
    expect(store.alarms('CORRUPT').length).toBe(1);
  });

  test('NONE is an alarm without effect', () => {
    const store = AlarmStore.create();
    ask(store, 'ACTIVATE', 1n, 'NOSPACE');
    ask(store, 'ACTIVATE', 1n, 'NONE');
    ask(store, 'DEACTIVATE', 1n, 'NONE');
    expect(store.effect).toBe('noSpace');
  });

  test('are written as a status shows them', () => {
    expect(formatAlarm({ member: 9829954754940738069n, alarm: 'NOSPACE' })).toBe(
      'memberID:9829954754940738069 alarm:NOSPACE ',
    );
    expect(formatAlarm({ member: 0n, alarm: 'CORRUPT' })).toBe('alarm:CORRUPT ');
    expect(formatAlarm({ member: 1n, alarm: 'NONE' })).toBe('memberID:1 ');
  });

  test('are saved, restored and cloned', () => {
    const store = AlarmStore.create();
    ask(store, 'ACTIVATE', 18446744073709551615n, 'NOSPACE');
    ask(store, 'ACTIVATE', 3n, 'CORRUPT');
    const restored = AlarmStore.restore(store.save());
    expect([restored.alarms(), restored.effect]).toEqual([store.alarms(), 'corrupt']);
    expect(restored.save()).toEqual(store.save());
    const clone = store.clone();
    ask(clone, 'DEACTIVATE', 3n, 'CORRUPT');
    expect([store.effect, clone.effect]).toEqual(['corrupt', 'none']);
    expect(() => AlarmStore.restore(Uint8Array.of())).toThrow(AlarmFormatError);
    expect(() => AlarmStore.restore(Uint8Array.of(0x7a, 0))).toThrow(AlarmFormatError);
  });
});
