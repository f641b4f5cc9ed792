import { beforeAll, expect, it } from 'vitest';
import { replyOf, valueOf } from '../../src/host/lab/lab-call.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { errorWords, factsOf, noticeText } from '../../src/ui/error-words.ts';
import { speak, startMessages } from '../../src/ui/messages/i18n.ts';
import { addPanelMessages } from '../../src/ui/messages/panels.ts';
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
