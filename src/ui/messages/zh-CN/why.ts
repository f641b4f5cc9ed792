import type { why as english } from '../en/why.ts';
import type { Translated } from '../catalogue.ts';
import { dataAnswers, dataHindrances, dataNeeds } from './why-data.ts';
import { raftAnswers, raftHindrances, raftNeeds } from './why-raft.ts';
import { whyRules } from './why-rules.ts';

export const why: Translated<typeof english> = {
  answer: { ...raftAnswers, ...dataAnswers },
  need: { ...raftNeeds, ...dataNeeds },
  hindrance: { ...raftHindrances, ...dataHindrances },
  rule: whyRules,
  half: { incoming: '新配置', outgoing: '旧配置' },
  ruleIs: '规则 {{rule}}（{{section}}）：{{says}}',
  because: '各成员的原因：{{all}}。',
  byItself: '将在 {{at}} s 自行改变。',
  title: '为什么？',
  ask: '为什么？',
  askAbout: '为什么？{{about}}',
  asking: '正在查看记录……',
  asOf: '在 {{at}} s',
  needs: '怎样才会改变',
  goThere: '去那里',
  causes: '由什么引起',
  event: '事件 {{event}}',
  allCauses: '全部 {{count}} 个',
  fewerCauses: '收起',
  atEvent: '{{at}} s，事件 {{event}}',
  question: {
    leader: '谁领导，或为何没有领导者？',
    transfer: '领导权为何没有移交？',
    confChange: '成员变更为何没有完成？',
    message: '它后来怎样？',
    entry: '为何提交了，或没有提交？',
    call: '为何是这个答复，或没有答复？',
    event: '它为何发生？',
    leading: '它为何领导？',
    quorum: '它为何没有退位？',
    campaign: '它为何不是领导者？',
    vote: '它投给了谁，为什么？',
    progress: '领导者给它发什么？',
    term: '为何是这个任期？',
  },
  join: '；',
  nobody: '无',
  emptyLog: '空',
};
