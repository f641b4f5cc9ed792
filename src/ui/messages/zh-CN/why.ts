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
  ruleIs: '规则 {{rule}}（{{section}}）：{{says}}',
  because: '各成员的原因：{{all}}。',
  byItself: '将在 {{at}} s 自行改变。',
  join: '；',
  nobody: '无',
  emptyLog: '空',
};
