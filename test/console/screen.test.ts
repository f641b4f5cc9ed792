import { expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { ConsoleNote } from '../../src/client/effect.ts';
import { plainText, screenOf } from '../../src/console/screen.ts';
import type { ClientLine } from '../../src/sim/clients/client-run.ts';
import { SharedLog } from '../../src/sim/world/shared-log.ts';

function logOf(notes: readonly ConsoleNote[]): SharedLog<ClientLine> {
  return new SharedLog(notes.map((note, i) => ({ at: i * 1000, event: i + 1, note })));
}

const out = (text: string | Uint8Array, fd: 1 | 2 = 1): ConsoleNote => ({
  type: 'output',
  job: 1,
  fd,
  bytes: typeof text === 'string' ? encodeUtf8(text) : text,
});

it('pieces of a line are one line, a character that comes in two pieces one character', () => {
  const bytes = encodeUtf8('键\r\nb\n');
  const log = logOf([
    out('a'),
    out(bytes.subarray(0, 2)),
    out(bytes.subarray(2)),
    out('half'),
    out('err\n', 2),
  ]);
  const { lines } = screenOf(log);
  expect(lines.map(({ type, text, at }) => `${type} ${text} ${at}`)).toEqual([
    'out a键 0',
    'out b 2000',
    'out half 3000',
    'err err 4000',
  ]);
});

it('what empties a terminal leaves the lines before it behind', () => {
  const screen = screenOf(logOf([out('a\nhalf'), out('\u001B[H\u001B[2J\u001B[3Jb\n')]));
  expect(screen.cleared).toBe(2);
  expect(screen.lines.map(({ text }) => text)).toEqual(['a', 'half', 'b']);
  expect(screenOf(logOf([out('a\u001B[H\u001B[2Jb')])).cleared).toBe(0);
});

it('a very long line is shown in parts, and copied as the one that it is', () => {
  const text = '键'.repeat(5000);
  const { lines } = screenOf(logOf([out(text), out('x\ny\n')]));
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.every((line) => !line.text.includes('\ufffd'))).toBe(true);
  expect(plainText(lines)).toBe(`${text}x\ny\n`);
});

it('goes on with its log, and a clone in the past has what was shown then', () => {
  const log = logOf([{ type: 'typed', job: 1, text: 'for i in 1\ndo x; done' }, out('1\n')]);
  const past = log.clone();
  expect(screenOf(log).lines).toHaveLength(3);
  log.push({ at: 5, event: 9, note: { type: 'ended', job: 1, exitCode: 3 } });
  expect(screenOf(log).lines.at(-1)).toMatchObject({ type: 'ended', end: { exitCode: 3 } });
  expect(screenOf(past).lines).toHaveLength(3);
  expect([...screenOf(past).running.keys()]).toEqual([1]);
  expect([...screenOf(log).running.keys()]).toEqual([]);
  expect(plainText(screenOf(log).lines)).toBe('$ for i in 1\n> do x; done\n1\n');
});
