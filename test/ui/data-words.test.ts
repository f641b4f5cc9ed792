import { beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/sim/command/command.ts';
import { entryOf } from '../../src/sim/command/table.ts';
import { callLines } from '../../src/ui/clients/call-words.ts';
import { cellWords, commitWords, roleWord, standingWords } from '../../src/ui/logs/log-words.ts';
import { commandWords } from '../../src/ui/command-words.ts';
import { addDataMessages } from '../../src/ui/messages/data-panels.ts';
import { speak, startMessages } from '../../src/ui/messages/i18n.ts';
import { addPanelMessages } from '../../src/ui/messages/panels.ts';
import { hitWords } from '../../src/ui/timeline/time-words.ts';
import { logScene } from '../../src/view/log/log-grid.ts';
import { spaceTimeScene } from '../../src/view/time/space-time.ts';
import { frameOf, memberView, ms, nodeFrame, progressView, splitFrame } from '../view/fixtures/data-frame.ts';

const frame = splitFrame();
const logs = logScene(frame, { first: 7, last: 12 });

const cellText = (node: number, index: number) => {
  const row = logs.rows.find((candidate) => candidate.id === node);
  const cell = row?.cells.find((candidate) => candidate.index === index);
  return row && cell ? cellWords(row, cell, logs.leader).join(', ') : undefined;
};

const command = (asked: Command) =>
  commandWords({ command: asked.type, label: entryOf(asked.type).label(asked) });

const call = (id: number) => {
  const request = frame.requests.find((candidate) => candidate.id === id);
  return request && callLines(request, frame.at);
};

beforeAll(async () => {
  await startMessages('en');
  addDataMessages();
  addPanelMessages();
});

describe('the words of the log grid', () => {
  it('say what the leader knows of each member', async () => {
    await speak('en');
    expect(logs.rows.map((row) => `${roleWord(row)}: ${standingWords(row)}`)).toEqual([
      'leader: leader of term 4',
      ': replicate · match 10 · 1 in flight',
      'pre-candidate: replicate · match 10 · 1 in flight',
      ': replicate · match 11',
      'killed: probe · match 8 · awaits an answer · no word lately',
    ]);
    expect(commitWords(logs)).toBe('committed through 10');
  });

  it('say which snapshot is on its way to a member that is too far behind', async () => {
    await speak('en');
    const behind = progressView(2, {
      state: 'StateSnapshot',
      match: 1,
      next: 61,
      paused: true,
      pendingSnapshot: 60,
    });
    const leader = nodeFrame(1, { view: memberView(1, { state: 'StateLeader', progress: [behind] }) });
    const scene = logScene(frameOf({ nodes: [leader, nodeFrame(2)] }), { first: 1, last: 1 });
    expect(scene.rows.map(standingWords)).toEqual(['leader of term 1', 'snapshot 60 on its way · match 1']);
  });

  it('say the same in Chinese', async () => {
    await speak('zh-CN');
    expect(logs.rows.map((row) => `${roleWord(row)}：${standingWords(row)}`)).toEqual([
      '领导者：任期 4 的领导者',
      '：replicate · match 10 · 1 条在途',
      '预候选者：replicate · match 10 · 1 条在途',
      '：replicate · match 11',
      '已终止：probe · match 8 · 等待回复 · 近来无消息',
    ]);
    expect(commitWords(logs)).toBe('已提交至 10');
  });

  it('say of every cell whether it is committed, applied and on disk', async () => {
    await speak('en');
    expect(cellText(1, 10)).toBe('empty entry of a new leader, term 4, committed, applied, on disk');
    expect(cellText(4, 11)).toBe(
      'stock=7, term 4, not committed, not yet on disk, Match: n1 knows that everything up to here is stored',
    );
    expect(cellText(5, 9)).toBe('a=3, term 3, not committed, on disk');
    expect(cellText(2, 12)).toBe('not in this log');
  });
});

describe('the words of the diagram and of the calls', () => {
  it('name commands with their objects', async () => {
    await speak('en');
    const settings = { fsyncMs: 5, stuck: true };
    expect(command({ type: 'kill', node: 5 })).toBe('n5 killed');
    expect(
      command({
        type: 'partition',
        groups: [
          [1, 4, 5],
          [2, 3],
        ],
      }),
    ).toBe('split 1 4 5 | 2 3');
    expect(command({ type: 'cut', from: 1, to: 2, oneWay: true })).toBe('link cut 1 → 2');
    expect(command({ type: 'drop', message: 7 })).toBe('dropped #7');
    expect(command({ type: 'byHand', on: true })).toBe('time by hand begins');
    expect(command({ type: 'byHand', on: false })).toBe('time by hand ends');
    expect(command({ type: 'disk', node: 3, settings })).toBe('n3 disk changed fsyncMs=5 stuck=true');
    expect(command({ type: 'heal' })).toBe('healed');
  });

  it('say of a message what it was, when, and how it ended', async () => {
    await speak('en');
    const scene = spaceTimeScene(frame, { from: ms(6600), to: ms(6700) }, { width: 800, height: 300 });
    const arrow = scene.arrows.find((candidate) => candidate.id === 100);
    expect(arrow && hitWords({ type: 'arrow', arrow }, frame.liveAt)).toEqual([
      'MsgPreVote n3 → n4',
      'sent 6.620 s · term 5',
      'the link was cut, after 12 ms',
    ]);
  });

  it('tell how a call stands, with etcd’s own words for its error', async () => {
    await speak('en');
    expect(call(9)).toEqual([
      'put stock=7 · n1',
      'pending: not answered yet',
      'invoked 6.620 s · for 241 ms',
    ]);
    expect(call(7)).toEqual([
      'put a=3 · n5',
      'unknown: may take effect now, later or never',
      'etcdserver: server stopped',
      'invoked 5.780 s · 120 ms',
    ]);
  });
});
