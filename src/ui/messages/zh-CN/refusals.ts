import type { Translated } from '../catalogue.ts';
import type { refusals as english } from '../en/refusals.ts';

export const refusals: Translated<typeof english> = {
  noCause: '{{what}} 在本次运行中没有起因：它本身就是输入。',
  noEffect: '{{what}} 在本次运行中还没有产生结果。',
  notYet: '在这一刻，事件 {{event}} 还没有发生。',
  notReached: '播放头之前没有达到 {{condition}}：请先前往达到之后的时刻。',
  reachedBefore: '{{condition}} 在 {{ms}} ms 达到：请从更早处开始。',
  beginning: '运行开始之前什么都没有。',
  notBetween: '{{name}} 为 {{value}}，但必须是 {{least}} 到 {{most}} 的数。',
  notWholeBetween: '{{name}} 为 {{value}}，但必须是 {{least}} 到 {{most}} 的整数。',
  nothingForged: '没有可伪造之处：{{type}} 本来就是这样。',
  noForgedField: '{{type}} 没有可以伪造的字段。',
  notForgedField: '{{type}} 没有 {{field}}；它有的是 {{fields}}。',
  termForged: '任期至少为 1：没有任期的消息不是成员之间的消息。',
  cutUnderWay: '消息 {{message}} 只能丢失：从 n{{from}} 到 n{{to}} 的链路在途中被切断。',
  formerMember: '消息 {{message}} 只能丢失：它要找的成员已不在 n{{to}} 上。',
  nobodyThere: '消息 {{message}} 只能丢失：n{{to}} 没有运行。',
  timeStands: '时间已停止：请选择下一件发生的事，或关闭手动模式。',
  fewVoters: '运行中且不是领导者的投票成员不足两个。',
  noCone: '事件 {{event}} 不发生在任何节点：因果锥属于节点或消息所做的事。',
};
