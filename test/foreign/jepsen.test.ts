import { describe, expect, test } from 'vitest';
import { readJepsen } from '../../src/foreign/jepsen.ts';
import { example, lines, refusal } from './files.ts';

const own = `{:type :invoke, :f :write, :value 3, :process 0, :time 1000, :index 0}
{:type :info, :f :start-partition, :value :majority, :process :nemesis, :time 1100, :index 1}
{:type :info, :f :start-partition, :value [:isolated {"n1" #{"n2"}}], :process :nemesis, :time 1300, :index 2}
{:type :ok, :f :write, :value 3, :process 0, :time 2000, :index 3}
{:type :invoke, :f :read, :value nil, :process 1, :time 2010, :index 4}
{:type :ok, :f :read, :value 3, :process 1, :time 2200, :index 5}
{:type :invoke, :f :cas, :value [3 4], :process 10, :time 2310, :index 6}
{:type :info, :f :cas, :value [3 4], :process 10, :time 2600, :index 7, :error :timeout}
{:type :info, :f :stop-partition, :value nil, :process :nemesis, :time 2700}
{:type :info, :f :stop-partition, :value :network-healed, :process :nemesis, :time 2800}
{:type :invoke, :f :write, :value 5, :process 2, :time 2900}
`;

const read = (text: string) => readJepsen([{ path: 'h', text }]);

describe('a history of Jepsen', () => {
  test('has an operation from its invocation to its end, and says where both stand', () => {
    const history = read(own);
    expect(history.axis).toEqual({ type: 'time', begin: undefined, end: 1900 });
    expect(lines(history)).toEqual([
      '0 write 0..1000 ok: write 3',
      'nemesis start-partition 100..300: start-partition :majority → [:isolated {"n1" #{"n2"}}]',
      '1 read 1010..1200 ok: read → 3',
      '10 cas 1310..1600 unknown: cas [3 4] (:timeout)',
      'nemesis stop-partition 1700..1800: stop-partition → :network-healed',
      '2 write 1900..Infinity unknown: write 5',
    ]);
    expect([history.items.line[2], history.items.line2[2]]).toEqual([5, 6]);
    const [from, to] = [history.items.from[2], history.items.to[2]];
    expect(own.slice(from, to)).toBe(
      '{:type :invoke, :f :read, :value nil, :process 1, :time 2010, :index 4}',
    );
  });

  test('a fault lasts until the operation that takes it back has ended', () => {
    expect(read(own).faults.map(({ from, to }) => [from, to])).toEqual([[100, 1800]]);
  });

  test('what goes wrong is on top, then clients by number', () => {
    expect(read(own).lanes.map(({ name }) => name)).toEqual(['nemesis', '0', '1', '2', '10']);
  });

  test('one vector is read as its lines are', () => {
    expect(lines(read(`[${own}]`))).toEqual(lines(read(own)));
    expect(lines(read(own.replaceAll('{:type', '#jepsen.history.Op{:type')))).toEqual(lines(read(own)));
  });

  test('the log’s lines say an order and no times; what else is logged is counted', () => {
    const history = read(
      'INFO  jepsen.core - Setting up\nINFO  jepsen.util - 0\t:invoke\t:read\tnil\nINFO  jepsen.util - 4\t:invoke\t:cas\t[2 4]\n' +
        'INFO  jepsen.util - 0\t:ok\t:read\t3\nINFO  jepsen.util - 4\t:info\t:cas\t:timed-out\n',
    );
    expect(history.axis.type).toBe('order');
    expect(lines(history)).toEqual([
      '0 read 0..2 ok: read → 3',
      '4 cas 1..3 unknown: cas [2 4] → :timed-out',
    ]);
    expect(history.notes).toEqual([{ code: 'linesLeft', values: { file: 'h', count: 1, line: 1 } }]);
  });

  test.each([
    ['a register a key', ':write, :value [x 3]', { key: 'x', value: '3' }],
    ['with versions', ':write, :value ["x" [nil 3]]', { key: '"x"', value: '3' }],
    ['one register', ':write, :value 3', { key: '', value: '3' }],
  ])('%s is told by its writes', (_, write, content) => {
    const text = `{:type :invoke, :process 1, :f ${write}}\n{:type :ok, :process 1, :f ${write}}`;
    expect(read(text).operations[0]?.content).toEqual({ type: 'register', action: 'write', ...content });
  });

  test.each([
    ['{:type :ok, :f :read, :value 1, :process 0}', 'h:1 noInvoke'],
    ['{:type :invoke, :f :a, :process 0}\n{:type :invoke, :f :b, :process 0}', 'h:2 notReturned'],
    ['{:type :nope, :f :a, :process 0}', 'h:1 badField'],
    ['{:type :invoke, :process 0}', 'h:1 noField'],
    ['{:type :invoke, :f :a, :process 0, :time "now"}', 'h:1 badField'],
    ['{:type :invoke, :f :a, :process 0}\n{:type :ok, :f :a', 'h:2:1 notWhole'],
    ['0\t:invoke\t:read\t[nil', 'h:1 notWhole'],
  ])('%s is refused', (text, told) => {
    expect(refusal(() => read(text))).toBe(told);
  });

  test('the example on the page is one', () => {
    const history = readJepsen([example('stale-read.edn')]);
    expect(history.items.count).toBe(15);
    expect(history.faults).toHaveLength(1);
  });
});
