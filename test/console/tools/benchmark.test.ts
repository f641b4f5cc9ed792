import { expect, it } from 'vitest';
import { Report } from '../../../src/console/tools/benchmark/report.ts';
import { Terminal } from './terminal.ts';

const identity = { clusterId: 1n, memberId: 2n, revision: 1, raftTerm: 2 };

it('puts with many clients at once, and reports as etcd 3.4 does', () => {
  const terminal = new Terminal();
  const keys = new Set<string>();
  let underWay = 0;
  terminal.answer = ({ operation }) => {
    if (operation.type === 'put') keys.add(operation.key.join(' '));
    underWay++;
    return { reply: { status: 'ok', result: { type: 'put', revision: 2 }, identity }, ms: 10 };
  };
  terminal.begin('benchmark put --total 20 --clients 4 --conns 2 --endpoints 127.0.0.1:2379,127.0.0.1:22379');
  expect(underWay).toBe(4);
  terminal.wait();
  expect(terminal.exit).toBe(0);
  expect([...keys]).toEqual(['0 0 0 0 0 0 0 0']);
  expect(terminal.out).toContain(
    [
      '\nSummary:\n  Total:\t0.0500 secs.\n  Slowest:\t0.0100 secs.\n  Fastest:\t0.0100 secs.\n  Average:\t0.0100 secs.\n',
      '  Stddev:\t0.0000 secs.\n  Requests/sec:\t400.0000\n\nResponse time histogram:\n',
    ].join(''),
  );
  terminal.run('benchmark put --total 3 --sequential-keys --key-space-size 100 --key-size 2 --rate 10');
  expect([...keys].slice(1)).toEqual(['0 0', '2 0', '4 0']);
  expect(terminal.out).toContain('  Total:\t0.2100 secs.\n');
});

it('leaves out percentiles that no request stands for', () => {
  const report = new Report(false);
  for (const each of [1, 2, 3, 4, 5]) report.took(each);
  report.failed('x');
  const text = report.text(5);
  expect(text).toContain(
    '\nLatency distribution:\n  10% in 2.0000 secs.\n  25% in 3.0000 secs.\n  50% in 4.0000 secs.\n  75% in 5.0000 secs.\n\nError distribution:\n  [1]\tx\n',
  );
  expect(text.match(/∎+/g)?.every((bar) => bar.length === 40)).toBe(true);
  expect(text.split('\n').filter((line) => line.includes('\t|'))).toHaveLength(11);
});

it.each([
  ['benchmark put --key-space-size 0', 'expected positive --key-space-size, got (0)', 1],
  ['benchmark range', 'benchmark range key [end-range] [flags]', 1],
  ['benchmark range a --consistency x', 'benchmark range key [end-range] [flags]', 1],
  ['benchmark foo', 'unknown command "foo" for "benchmark"', 1],
  ['benchmark put --nope', 'unknown flag: --nope', 1],
  ['benchmark --help', 'benchmark is a low-level benchmark tool for etcd3.', 0],
])('%s', (line, text, code) => {
  const terminal = new Terminal();
  expect(terminal.run(line)).toContain(text);
  expect(terminal.exit).toBe(code);
});
