import { describe, expect, it } from 'vitest';
import { complete } from '../../src/expression/complete.ts';

const known = { clients: ['A', 'worker'], keys: ['a', 'lock/1'] };

/** The texts offered where `|` stands. */
function offered(text: string): string[] {
  const cursor = text.indexOf('|');
  return complete(text.replace('|', ''), cursor, known).items.map((item) => item.text);
}

describe('completion', () => {
  it.each([
    ['node(3).co|', ['commit', 'config', 'compactRevision']],
    ['node(3).role == le|', ['leader', 'StateLeader']],
    ['message.type == MsgAppR|', ['MsgAppResp']],
    ['message.ty|', ['type']],
    ['leader.progress(2).ma|', ['match']],
    ['any(n in nodes, n.ro|', ['role']],
    ['any(n in nodes, any(e in n.entries, e.ki|', ['kind']],
    ['was(node(1).ro|', ['role']],
    ['message.type in [MsgApp, MsgHeartbeatR|', ['MsgHeartbeatResp']],
    ['rule("isUp|', ['isUpToDate"']],
    ['client("wo|', ['worker"']],
    ['key("lock|', ['lock/1"']],
    ['client("A").last.st|', ['status', 'stale']],
    ['client("A").last.status == un|', ['unknown']],
    ['messages.c|', ['count']],
    ['nonsense.c|', []],
    ['5 @ c|', []],
  ])('%s', (text, expected) => {
    expect(offered(text).slice(0, expected.length)).toEqual(expected);
    if (expected.length === 0) expect(offered(text)).toEqual([]);
  });

  it('offers names and functions where a value may begin, and operators after one', () => {
    expect(offered('|')).toEqual(expect.arrayContaining(['node()', 'leader', 'message', 'any()', 'was()']));
    expect(offered('commit(2) |')).toContain('>= ');
    expect(offered('node(1).role |')).not.toContain('>= ');
    expect(offered('message |')).toEqual(['== none ', '!= none ']);
    expect(offered('any(n in |')).toContain('voters');
    expect(offered('any(|')[0]).toBe('n in nodes, ');
    expect(offered('all(x in voters, |')[0]).toBe('x');
  });

  it('says what it replaces, and where the cursor is afterwards', () => {
    expect(complete('no && violation', 2)).toMatchObject({ from: 0, to: 2 });
    expect(complete('node(3).com > 5', 10)).toMatchObject({ from: 8, to: 11 });
    expect(complete('nod', 3).items[0]).toMatchObject({ text: 'node()', caret: 5 });
  });
});
