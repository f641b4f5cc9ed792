import { expect, it } from 'vitest';
import { readPasted, withoutPrompt } from '../../../src/view/console/pasted.ts';
import { visible } from '../../../src/view/console/visible.ts';
import { historyPlace, withLine } from '../../../src/view/console/history.ts';

it('of a tutorial the lines with a prompt are run, and those that go on from them', () => {
  const text = [
    'First, a key:',
    '$ etcdctl put greeting "hello',
    '> there"',
    'OK',
    '# a comment',
    '  $ for i in 1 2; do',
    '    etcdctl put k$i $i',
    '  done',
    'OK',
    '$ etcdctl get \\',
    '    greeting',
    '',
  ].join('\n');
  expect(readPasted(text)).toEqual({
    commands: [
      'etcdctl put greeting "hello\nthere"',
      'for i in 1 2; do\n    etcdctl put k$i $i\n  done',
      'etcdctl get \\\n    greeting',
    ],
    passed: 4,
  });
});

it('without prompts every line that is no comment is run', () => {
  expect(readPasted('# setup\r\nexport ETCDCTL_API=3\r\n\r\netcdctl get a\r\n')).toEqual({
    commands: ['export ETCDCTL_API=3', 'etcdctl get a'],
    passed: 2,
  });
});

it('knows the prompts that tutorials are copied with, and the fences of Markdown', () => {
  const text = [
    '```bash',
    'user@box:~/etcd$ etcdctl put a b',
    'OK',
    'root@box:/# etcdctl get a',
    '[root@box etcd]# etcdctl del a',
    'user@box ~ % etcdctl version',
    'a@b.c is an address',
    '```',
  ].join('\n');
  expect(readPasted(text)).toEqual({
    commands: ['etcdctl put a b', 'etcdctl get a', 'etcdctl del a', 'etcdctl version'],
    passed: 4,
  });
  expect(readPasted('```sh\netcdctl get a\n```')).toEqual({ commands: ['etcdctl get a'], passed: 2 });
  expect(withoutPrompt('$ etcdctl get a\n')).toBe('etcdctl get a');
  expect(withoutPrompt(' echo $ a')).toBe(' echo $ a');
});

it('characters that would move or hide others are shown', () => {
  expect(visible('a\u001b[31m\tb\r\u0007\u007f\u202e')).toBe('a␛[31m\tb␍␇␡\\u202e');
  expect(visible('<b>键</b>')).toBe('<b>键</b>');
});

it('history goes through the lines that begin as the typed one does, and a line is in it once', () => {
  const history = ['get a', 'put b', 'get c'].reduce<readonly string[]>(withLine, []);
  expect(withLine(history, 'get a')).toEqual(['put b', 'get c', 'get a']);
  expect(historyPlace(history, 3, -1, 'get')).toBe(2);
  expect(historyPlace(history, 2, -1, 'get')).toBe(0);
  expect(historyPlace(history, 0, -1, 'get')).toBeUndefined();
  expect(historyPlace(history, 2, 1, 'get')).toBe(3);
});
