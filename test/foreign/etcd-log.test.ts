import { describe, expect, test } from 'vitest';
import { isEtcdLog, readEtcdLogs } from '../../src/foreign/etcd-log.ts';
import type { ForeignHistory } from '../../src/foreign/history.ts';
import { example, lines, refusal } from './files.ts';

const entry = (ts: unknown, msg: string, more: object = {}) =>
  JSON.stringify({ level: 'info', ts, caller: 'raft/raft.go:706', msg, ...more });
const read = (...texts: readonly string[]) =>
  readEtcdLogs(texts.map((text, i) => ({ path: `m${i + 1}.log`, text })));
const rolesOf = ({ roles, lanes }: ForeignHistory) =>
  roles.map(({ lane, role, term }) => `${lanes[lane]?.name} ${role} ${term}`);

const at = (ms: number) => `2026-11-30T18:03:16.${ms}Z`;

describe('etcd’s log', () => {
  test('of a real cluster of three (3.4.23) whose leader was killed', () => {
    const history = readEtcdLogs(['m1.log', 'm2.log', 'm3.log'].map((name) => example(name)));
    expect(history.lanes.map(({ name }) => name)).toEqual(['m1', 'm2', 'm3']);
    expect(history.levels).toEqual(['info', 'warn']);
    const leaders = rolesOf(history).filter((role) => role.includes('leader'));
    expect(leaders).toEqual(['m2 leader 2', 'm3 leader 3']);
    // Each candidate asked two others; those who answered were heard.
    expect(history.arrows.count).toBeGreaterThanOrEqual(4);
    const { arrows, items } = history;
    for (let i = 0; i < arrows.count; i++) {
      const [from = 0, to = 0] = [arrows.from[i], arrows.to[i]];
      expect(items.lane[from]).not.toBe(items.lane[to]);
      expect(items.label[from]).toMatch(/sent Msg(Pre)?Vote request|(cast|rejected) Msg(Pre)?Vote/);
      expect(items.label[to]).toMatch(/cast|rejected|received Msg(Pre)?VoteResp/);
    }
  });

  test.each([
    ['2026-11-30T18:03:16.473Z', '2026-11-30T18:03:16.474Z'],
    ['2026-11-30T18:03:16.473+0800', '2026-11-30T18:03:16.474+0800'],
    ['2026-11-30T18:03:16.473000+08:00', '2026-11-30T10:03:16.474000Z'],
    [1796061796.473, 1796061796.474],
  ])('its times have been written as %s', (first, second) => {
    expect(lines(read(`${entry(first, 'a')}\n${entry(second, 'b')}\n`))).toEqual([
      'm1 raft 0: a',
      'm1 raft 1000000: b',
    ]);
  });

  test('a supervisor’s names before the lines are the members’', () => {
    const instant = '2026-11-30T18:03:16.473Z';
    const text = `18:03:16 etcd1 | Starting etcd1\n18:03:16 etcd1 | ${entry(instant, 'a')}\n18:03:16 etcd2 | ${entry(instant, 'b')}\n`;
    const history = read(text);
    expect(isEtcdLog(text)).toBe(true);
    expect(lines(history)).toEqual(['etcd1 raft 0: a', 'etcd2 raft 0: b']);
    expect(history.notes).toEqual([{ code: 'linesLeft', values: { file: 'm1.log', count: 1, line: 1 } }]);
  });

  test.each([
    ['etcd1_1  | ', 'etcd1_1'],
    ['[pod/etcd-0/etcd] ', 'pod/etcd-0/etcd'],
    ['Nov 30 18:03:16 host etcd[7]: ', 'etcd[7]'],
    ['2026-11-30T18:03:16.473Z stderr F ', 'm1'],
    ['', 'm1'],
  ])('%j before a line names %s', (before, name) => {
    expect(
      read(`${before}${entry('2026-11-30T18:03:16.473Z', 'a')}\n`).lanes.map((lane) => lane.name),
    ).toEqual([name]);
  });

  test('members are ordered on one axis, and a role lasts until the next one', () => {
    const history = read(
      `${entry(at(100), 'a1 became candidate at term 2')}\n${entry(at(300), 'a1 became leader at term 2')}\n${entry(at(900), 'x')}\n`,
      `${entry(at(200), 'b2 became follower at term 2')}\n`,
    );
    expect(history.roles.map(({ from, to, role }) => [role, from / 1e6, to / 1e6])).toEqual([
      ['candidate', 0, 200],
      ['leader', 200, 800],
      ['follower', 100, 800],
    ]);
  });

  test.each([
    [entry('yesterday', 'a'), 'm1.log:1 badTime'],
    [entry(null, 'a'), 'm1.log:1 badTime'],
    ['{"level":"info","ts":1,,"msg":"a"}', 'm1.log:1:1 notJson'],
    ['nothing of it', 'm1.log:1 noMatch'],
  ])('%s is refused', (text, told) => {
    expect(refusal(() => read(text))).toBe(told);
  });
});
