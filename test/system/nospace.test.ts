import { describe, expect, it } from 'vitest';
import { del, EtcdLab, get, put } from './etcd-lab.ts';

const large = 'x'.repeat(20_000);
const alarms = { type: 'alarm', action: 'GET', member: 0n, alarm: 'NONE' } as const;

describe('a store that is full', () => {
  it('raises the alarm, refuses what needs room, still reads and deletes, and works again when it is emptied and disarmed', async () => {
    const lab = await EtcdLab.start({ quotaBytes: 200_000 });
    const { leader, follower } = lab;
    let last: unknown;
    let puts = 0;
    do last = await lab.ask(puts % 2 === 0 ? leader : follower, put(`k${puts++}`, large));
    while (typeof last !== 'string' && puts < 50);
    expect(last).toBe('failed: noSpace');
    expect(puts).toBeGreaterThan(3);
    const raised = await lab.must('alarm', follower, alarms);
    expect(raised.alarms.length).toBeGreaterThan(0);
    expect(raised.alarms.every(({ alarm }) => alarm === 'NOSPACE')).toBe(true);
    expect((await lab.must('status', leader, { type: 'status' })).errors.join()).toContain('alarm:NOSPACE');
    expect(await lab.page(leader, '/health')).toBe('503 {"health":"false"}\n');

    expect(await lab.ask(leader, put('small', '1'))).toBe('failed: noSpace');
    expect(await lab.ask(leader, { type: 'leaseGrant', id: 1n, ttl: 10 })).toBe('failed: noSpace');
    expect(await lab.ask(follower, get('k0'))).toMatchObject({ count: 1 });
    for (let i = 0; i < puts; i++) await lab.must('deleteRange', leader, del(`k${i}`));
    const { revision } = await lab.must('range', leader, get('k0'));
    await lab.must('compact', leader, { type: 'compact', revision, physical: true });
    for (const node of [1, 2, 3]) await lab.must('defragment', node, { type: 'defragment' });
    expect(await lab.ask(leader, put('small', '1'))).toBe('failed: noSpace');
    for (const { member, alarm } of (await lab.must('alarm', leader, alarms)).alarms) {
      await lab.must('alarm', leader, { type: 'alarm', action: 'DEACTIVATE', member, alarm });
    }
    await lab.must('put', follower, put('small', '1'));
    expect(new Set(lab.hashes()).size).toBe(1);
  });

  it('is told by every member that applies too much, each under its own id', async () => {
    const lab = await EtcdLab.start({ quotaBytes: 60_000 });
    const requests: number[] = [];
    for (let i = 0; i < 6; i++) requests.push(await lab.begin(lab.leader, put(`k${i}`, large)));
    await lab.run(2000);
    const outcomes = requests.map((request) => lab.outcome(request));
    expect(outcomes).toContain('ok');
    expect(outcomes.at(-1)).toBe('failed: noSpace');
    const { alarms: raised } = await lab.must('alarm', 1, alarms);
    expect(new Set(raised.map(({ member }) => member)).size).toBe(3);
  });
});
