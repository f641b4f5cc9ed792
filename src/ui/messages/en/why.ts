import { dataAnswers, dataHindrances, dataNeeds } from './why-data.ts';
import { raftAnswers, raftHindrances, raftNeeds } from './why-raft.ts';
import { whyRules } from './why-rules.ts';

/** Answers to *why*: codes and numbers become sentences (src/ui/why/why-words.ts). */
export const why = {
  answer: { ...raftAnswers, ...dataAnswers },
  need: { ...raftNeeds, ...dataNeeds },
  hindrance: { ...raftHindrances, ...dataHindrances },
  rule: whyRules,
  ruleIs: 'Rule {{rule}} ({{section}}): {{says}}',
  because: 'What keeps each: {{all}}.',
  byItself: 'By itself at {{at}} s.',
  join: '; ',
  nobody: 'nobody',
  emptyLog: 'nothing',
};
