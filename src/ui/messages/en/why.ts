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
  title: 'Why?',
  ask: 'Why?',
  askAbout: 'Why? {{about}}',
  asking: 'The record is being looked at …',
  asOf: 'at {{at}} s',
  needs: 'What would change it',
  goThere: 'Go there',
  causes: 'What led to it',
  event: 'event {{event}}',
  allCauses: 'All {{count}}',
  fewerCauses: 'Fewer',
  atEvent: '{{at}} s, event {{event}}',
  question: {
    leader: 'Who leads, or why nobody?',
    transfer: 'Leadership not handed over?',
    confChange: 'Change of members not made?',
    message: 'What became of it?',
    entry: 'Why is it committed, or not?',
    call: 'Why this answer, or none?',
    event: 'Why did it happen?',
    leading: 'Why does it lead?',
    quorum: 'Why is it not deposed?',
    campaign: 'Why does it not lead?',
    vote: 'Whom did it vote for, and why?',
    progress: 'What does the leader send it?',
    term: 'Why this term?',
  },
  join: '; ',
  nobody: 'nobody',
  emptyLog: 'nothing',
};
