import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { replyOf, valueOf } from '../../src/host/lab/lab-call.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { savedErrorCodes } from '../../src/saved/saved-error.ts';
import { errorWords, factsOf, noticeText } from '../../src/ui/error-words.ts';
import { en } from '../../src/ui/messages/en.ts';
import { speak, startMessages } from '../../src/ui/messages/i18n.ts';
import { addPanelMessages, panelMessages } from '../../src/ui/messages/panels.ts';
import { zhCN } from '../../src/ui/messages/zh-CN.ts';
import { t } from '../../src/ui/messages/say.ts';

beforeAll(async () => {
  await startMessages('en');
  addPanelMessages();
});

/** The error as the page gets it, from another thread. */
async function refusalOf(work: () => Promise<unknown>): Promise<unknown> {
  const reply = structuredClone(await replyOf(work));
  try {
    valueOf(reply);
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}

it('what the debugger refuses is said in the language that is shown, with its numbers and names', async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 6, preVote: false });
  await lab.runUntil('message.type == MsgVote');
  const { messages } = await lab.state();
  const vote = messages.find(({ type }) => type === 'MsgVote');
  if (vote === undefined) throw new Error('a MsgVote is under way');
  const { id, from, to } = vote;
  const refused: readonly (readonly [() => Promise<unknown>, english: string, chinese: string])[] = [
    [
      () => lab.stepToCause({ type: 'event', number: 1 }),
      'event 1 has no cause',
      'event 1 在本次运行中没有起因',
    ],
    [
      () => lab.stepToCause({ type: 'event', number: 9999 }),
      'Event 9999 has not happened',
      '事件 9999 还没有发生',
    ],
    [
      () => lab.likelihood({ condition: 'commit(2) > 99' }),
      'commit(2) > 99 was not reached',
      '没有达到 commit(2) > 99',
    ],
    [
      () => lab.likelihood({ condition: 'violation', event: 1, runs: 1.5 }),
      'runs is 1.5, but must be a whole number from',
      'runs 为 1.5，但必须是',
    ],
    [
      () => lab.act({ type: 'forge', message: id, fields: { commit: 3 } }),
      'A MsgVote has no',
      'MsgVote 没有',
    ],
    [
      async () => {
        await lab.act({ type: 'byHand', on: true });
        await lab.act({ type: 'cut', from, to, oneWay: true });
        await lab.act({ type: 'deliver', message: id });
      },
      `Message ${id} can only be lost: the link from n${from} to n${to} was cut`,
      `从 n${from} 到 n${to} 的链路在途中被切断`,
    ],
    [() => lab.step('election'), 'Time stands', '时间已停止'],
    [() => lab.seek(9e8), 'ms is not in this run', '不在本次运行之内'],
    [
      () => lab.exportWindow('mermaid', { fromMs: 8e8, toMs: 9e8 }),
      'there is nothing of this run',
      '没有本次运行的内容',
    ],
    [() => lab.act({ type: 'addMachine', node: 99 }), 'A lab holds 9 machines', '最多容纳 9 台机器'],
    [() => lab.reset({ loss: 2 }), 'loss is 2, but must be a number from 0 to 1', '必须是 0 到 1 的数'],
    [() => lab.reset({ nodes: 9, learners: 1 }), 'at most 9', '合计最多 9 个'],
    [() => lab.reset({ storage: 'tape' as 'sync' }), 'storage cannot be "tape"', 'storage 不能是 "tape"'],
    [
      () => lab.reset({ drawing: [{ node: 1, log: [2, 1], term: 2, vote: 0, commit: 0, up: true }] }),
      'Entry 2 of n1 has a lower term',
      'n1 的条目 2 的任期低于',
    ],
    [
      async () => {
        await lab.reset({ nodes: 1, seed: 1 });
        await lab.step('snapshot');
      },
      'nothing of this kind comes: snapshot',
      '没有这种事：快照',
    ],
  ];
  for (const [work, english, chinese] of refused) {
    const error = await refusalOf(work);
    await speak('en');
    expect(errorWords(factsOf(error))).toContain(english);
    await speak('zh-CN');
    const words = errorWords(factsOf(error));
    expect(words).toContain(chinese);
    expect(words).not.toContain('{{');
  }
  await speak('en');
});

it('a notice goes with the language, what came as it is stays so', async () => {
  const notice = { text: () => t('common:close'), code: undefined, reason: undefined };
  await speak('en');
  const english = noticeText(notice);
  await speak('zh-CN');
  expect(noticeText(notice)).not.toBe(english);
  expect(noticeText({ text: 'etcdserver: x', code: undefined, reason: undefined })).toBe('etcdserver: x');
  await speak('en');
});

it('every code and every reason of a refusal has words of its own in both languages', () => {
  for (const [catalogue, other] of [
    [en.errors, zhCN.errors],
    [panelMessages.en.refusals, panelMessages['zh-CN'].refusals],
    [panelMessages.en.file.errors, panelMessages['zh-CN'].file.errors],
  ] as readonly (readonly [object, object])[])
    for (const [key, words] of Object.entries(other) as [string, unknown][]) {
      if (typeof words !== 'string') continue;
      expect(words, key).toMatch(/\p{Script=Han}/u);
      expect(Object.entries(catalogue).find(([each]) => each === key)?.[1], key).not.toBe(words);
    }
});

it('whatever the lab throws by a code is worded: no code of a CommandError is left out', () => {
  const codes = readFileSync('src/sim/command/command.ts', 'utf8')
    .split('readonly code:')[1]
    ?.split('message: string')[0]
    ?.matchAll(/\| '(\w+)'/g);
  const known = new Set([...Object.keys(en.errors), ...savedErrorCodes]);
  const names = [...(codes ?? [])].map(([, code]) => code ?? '');
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((code) => !known.has(code))).toEqual([]);
});
