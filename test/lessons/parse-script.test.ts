import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { parseScripts, type ParseError } from '../../src/lessons/language/parse-script.ts';

function errorOf(text: string): ParseError {
  const parsed = present(parseScripts(text, 'file')[0], 'a file has a script');
  if (parsed.ok) throw new Error('it reads well');
  return parsed.error;
}

describe('a file of scripts', () => {
  it('is one script with the name of the file, or several begun by lesson lines', () => {
    expect(parseScripts('cluster voters=1\ntick 1', 'one.txt')).toMatchObject([
      { ok: true, script: { name: 'one.txt', steps: [{ line: 1 }, { line: 2 }] } },
    ]);
    const several = parseScripts(
      '# all\nlesson A1\ncluster voters=1\n\nlesson B\ncluster voters=1 # two\n',
      'x',
    );
    expect(several).toMatchObject([
      { ok: true, script: { name: 'A1', steps: [{ line: 3 }] } },
      { ok: true, script: { name: 'B', steps: [{ line: 6, text: 'cluster voters=1' }] } },
    ]);
  });

  it('reads the scripts around one that does not read well', () => {
    const [a, b, c] = parseScripts(
      'lesson A\ncluster voters=1\nlesson B\nclster\nlesson C\ncluster voters=1',
      '',
    );
    expect([a?.ok, b?.ok, c?.ok]).toEqual([true, false, true]);
  });

  it('refuses a script that does nothing', () => {
    expect(errorOf('')).toMatchObject({ line: 1, reason: expect.stringContaining('first action') });
    expect(parseScripts('lesson\ntick', 'x')).toMatchObject([{ name: 'a lesson without a name' }]);
    expect(errorOf('# a\nlesson A\n# b')).toMatchObject({ line: 2, text: 'lesson A' });
  });
});

describe('a line that does not read well', () => {
  it.each([
    ['jump 1', 1, '"jump"', 'an action'],
    ['client bob at=1', 8, '"bob"', 'a client like c1'],
    ['client c1', 10, 'the line ends', 'at='],
    ['client c1 at=1 timeout=0', 16, '"timeout=0"', 'ticks'],
    ['cN put a=1', 1, '"cN"', 'an action'],
    ['c1 jump', 4, '"jump"', 'put, get, del'],
    ['c1 put a', 8, '"a"', 'a key and value'],
    ['c1 put a=1 forever', 12, '"forever"', 'lease='],
    ['c1 get a rev=x', 10, '"rev=x"', 'rev='],
    ['c1 get a sort=colour', 10, '"sort=colour"', 'sort='],
    ['c1 get end=b', 8, '"end=b"', 'a key'],
    ['c1 del a 3', 10, '"3"', 'prevKv'],
    ['c1 compact now', 12, '"now"', 'a revision'],
    ['c1 lease grant L', 17, 'the line ends', 'ttl='],
    ['c1 lease borrow L', 10, '"borrow"', 'grant, revoke'],
    ['c1 txn if mod(a)=x then put a=1', 11, '"mod(a)=x"', 'a number'],
    ['c1 txn if colour(a)=1 then put a=1', 11, '"colour(a)=1"', 'a compare'],
    ['c1 txn put a=1', 8, '"put"', 'if, then or else'],
    ['c1 txn then jump', 13, '"jump"', 'put, get, del or txn'],
    ['c1 txn then txn if mod(a)=1', 17, '"if"', '( before'],
    ['c1 watch w from=2', 12, '"from=2"', 'a key'],
    ['c1 watch w key=a soon', 18, '"soon"', 'key='],
    ['c1 lock m', 10, 'the line ends', 'lease='],
    ['c1 S.write 3', 12, '"3"', 'v='],
    ['sread x', 7, '"x"', 'a node'],
    ['history H1: w1 put x=1', 13, '"w1"', 'a call with its times'],
    ['history H1: w1[5,2] put x=1', 13, '"w1[5,2]"', 'not before'],
    ['history H1: w1[0,1] jump x=1', 21, '"jump"', 'put, get'],
    ['history H1: s1[0,1] cas x=1', 25, '"x=1"', 'like x=1,2'],
    ['history H1: s1[0,?] cas x=1,2 failed', 31, '"failed"', 'the outcome is known'],
    ['with caution:', 6, '"caution:"', 'fencing'],
    ['expect get a:', 14, 'the line ends', 'field=value'],
    ['expect 1 role=L or', 19, 'the line ends', 'nodes like 1,2'],
    ['expect c1 mod>=x', 11, '"mod>=x"', 'a number'],
    ['cluster', 1, '"cluster"', 'voters='],
    ['cluster voters=1,x', 9, '"voters=1,x"', 'a list of nodes'],
    ['cluster voters=1,1', 9, '"voters=1,1"', 'each once'],
    ['cluster voters=1 spare=1', 18, '"spare=1"', 'only one of'],
    ['cluster voters=1 fast', 18, '"fast"', 'preVote'],
    ['cluster voters=1 preVote=yes', 18, '"preVote=yes"', 'preVote'],
    ['cluster voters=1 bug=gremlin', 18, '"bug=gremlin"', 'silentLowTerm'],
    ['cluster voters=1 rto=1-10', 18, '"rto=1-10"', '2:11,3:15'],
    ['cluster voters=1 inflight=0', 18, '"inflight=0"', 'a number'],
    ['tick', 5, 'the line ends', 'a number of ticks'],
    ['tick ten', 6, '"ten"', 'a number of ticks'],
    ['tick 1 raw now', 12, '"now"', 'nothing more'],
    ['ready 1,0', 7, '"1,0"', 'a list of nodes'],
    ['deliver 1-2', 9, '"1-2"', 'one direction'],
    ['deliver 1>2 MsgApple', 13, '"MsgApple"', 'a message type'],
    ['deliver 1>2 MsgApp nth=0', 20, '"nth=0"', 'nth='],
    ['cut 1>1', 5, '"1>1"', 'links like'],
    ['part 1,2', 6, '"1,2"', 'groups like'],
    ['part 1,2|2,3', 6, '"1,2|2,3"', 'each node once'],
    ['propose 1 x', 11, '"x"', 'a command like x=1'],
    ['conf 1 4', 8, '"4"', 'a change like v4'],
    ['conf 1 joint', 13, 'the line ends', 'a change like v4'],
    ['load 1 1,1,2', 8, '"1,1,2"', 'log='],
    ['cluster voters=1 inflightBytes=0', 18, '"inflightBytes=0"', 'with a number'],
    ['cluster voters=1 msgBytes=9 inflightBytes=5', 29, '"inflightBytes=5"', 'of at least msgBytes='],
    ['stall 1 disk', 9, '"disk"', 'nothing more'],
    ['load 1 log=1,3,2', 8, '"log=1,3,2"', 'never fall'],
    ['load 1 log=1 term=0', 14, '"term=0"', 'a term of at least'],
    ['load 1 log=1 commit=2', 14, '"commit=2"', 'at most 1'],
    ['load 1 log=1 term=18446744073709551616', 14, '"term=18446744073709551616"', '64 bits'],
    ['snapstatus 1 2 maybe', 16, '"maybe"', 'ok or fail'],
    ['expect', 7, 'the line ends', 'nodes like 1,2'],
    ['expect 1', 9, 'the line ends', 'field=value'],
    ['expect 1 colour=red', 10, '"colour=red"', 'one of the fields'],
    ['expect 1 term', 10, '"term"', 'field=value'],
    ['expect 1 term>=x', 10, '"term>=x"', 'a number'],
    ['expect msgs MsgPear=1', 13, '"MsgPear=1"', 'a message type'],
    ['expect msgs MsgApp=some', 13, '"MsgApp=some"', 'a number of messages'],
    ['expect violation Boredom', 18, '"Boredom"', 'ElectionSafety'],
    ['expect violation LogMatching twice', 30, '"twice"', 'rev='],
    ['   tick ten', 9, '"ten"', 'a number of ticks'],
  ])('%s is refused at column %i, naming %s', (text, column, word, expected) => {
    const error = errorOf(`\n\n${text}  # comment`);
    expect(error).toMatchObject({ line: 3, column, text: text.trim() });
    expect(error.reason).toContain(word);
    expect(error.reason).toContain(expected);
  });
});
