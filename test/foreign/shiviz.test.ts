import { describe, expect, test } from 'vitest';
import { exportStretch } from '../../src/export/export-stretch.ts';
import { readShiviz } from '../../src/foreign/shiviz.ts';
import { Member } from '../../src/node/member.ts';
import { livedRun } from '../export/recorded-run.ts';
import { example, lines, refusal } from './files.ts';

const read = (text: string) => readShiviz([{ path: 's', text }]);

describe('a log for ShiViz', () => {
  const hostFirst = 'a {"a":1}\nsends\nb {"b":1}\nwaits\nb {"a":1, "b":2}\nreceives\na {"a":2}\nsleeps\n';

  test('is laid out by what happened before what', () => {
    const history = read(hostFirst);
    expect(lines(history)).toEqual([
      'a send 0: sends',
      'b local 0: waits',
      'b receive 1: receives',
      'a local 1: sleeps',
    ]);
    const { arrows } = history;
    expect([arrows.count, arrows.from[0], arrows.to[0]]).toEqual([1, 0, 2]);
  });

  test('an event’s text may come before its clock, and the first line may say how lines are read', () => {
    const eventFirst = 'sends\na {"a":1}\nwaits\nb {"b":1}\nreceives\nb {"a":1, "b":2}\nsleeps\na {"a":2}\n';
    const labels = ['a send 0: sends', 'b local 0: waits', 'b receive 1: receives', 'a local 1: sleeps'];
    expect(lines(read(eventFirst))).toEqual(labels);
    expect(lines(read(`${String.raw`(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`}\n\n${eventFirst}`))).toEqual(
      labels,
    );
    const other = String.raw`\[(?<host>\w+)\] (?<clock>{.*?}) (?<event>.*)`;
    expect(lines(read(`${other}\n\n[a] {"a":1} sends\n[b] {"b":1, "a":1} got it\n`))).toEqual([
      'a send 0: sends',
      'b receive 1: got it',
    ]);
  });

  test('the second line is what executions are parted by', () => {
    const head = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`;
    const history = read(`${head}\n^=== .* ===$\n=== one ===\na {"a":1}\nx\n=== two ===\na {"a":1}\ny\n`);
    expect(lines(history)).toEqual(['a local 0: x', 'a local 2: y']);
    expect(history.items.line[1]).toBe(7);
    expect(history.notes).toEqual([{ code: 'executions', values: { count: 2 } }]);
  });

  test('the order of the lines does not matter, and what came with another message is no message', () => {
    const history = read('c {"c":1,"a":1,"b":1}\nknows both\nb {"b":1,"a":1}\nknows a\na {"a":1}\nfirst\n');
    expect(lines(history)).toEqual(['a send 0: first', 'b receive 1: knows a', 'c receive 2: knows both']);
    expect(history.arrows.count).toBe(2);
  });

  test.each([
    ['a {"b":1}\nx', 's:1 ownClockMissing'],
    ['a {"a":2}\nx', 's:1 clockJump'],
    ['a {"a":1}\nx\na {"a":1}\ny', 's:3 clockJump'],
    ['a {"a":1,"b":1}\nx', 's:1 clockAhead'],
    ['a {"a":1,"b":1}\nx\nb {"b":1,"a":1}\ny', 's:1 clockAhead'],
    ['a {"a":1, "b":-1}\nx', 's:1 clockNotWhole'],
    ['a {"a":1, nope}\nx', 's:1 notJson'],
    ['(?<host>\\S*) (?<clock>{.*}\n\na {"a":1}\n', 's:1 badExpression'],
    ['(?<host>\\S*) (?<clock>{.*}) (?<event>(\n\na {"a":1}\n', 's:1 badExpression'],
    ['(?<host>x) (?<clock>{y}) (?<event>z)\n\nnothing\n', 's:3 noMatch'],
  ])('%s is refused', (text, told) => {
    expect(refusal(() => read(text))).toBe(told);
  });

  test('what this page exports is one, event by event', async () => {
    const run = await livedRun(3, 300);
    const stretch = { from: 0, to: run.cluster.world.now };
    const exported = await exportStretch(run.history, Member, 'shiviz', stretch, () => Promise.resolve());
    if (!('text' in exported)) throw new Error('it has no room');
    const history = read(exported.text);
    expect(history.items.count).toBe(run.events.length);
    expect(history.arrows.count).toBeGreaterThan(50);
    expect(history.notes).toEqual([]);
  });

  test('the example on the page is one', () => {
    const history = readShiviz([example('replication.shiviz.txt')]);
    expect(history.lanes.map(({ name }) => name)).toEqual(['backup-1', 'backup-2', 'client', 'primary']);
    expect(history.arrows.count).toBeGreaterThan(20);
  });
});
