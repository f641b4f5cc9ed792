import { stepWords } from '../../../explain/origin/words.ts';

export const origin = {
  ...stepWords,
  title: 'Where does {{place}} come from?',
  ask: 'Where does this come from?',
  atThen: 'At {{at}} s, newest first. Each step is a way to its event.',
  count_one: '{{count}} step back to where it came from.',
  count_other: '{{count}} steps back to where it came from.',
  working: 'The record is being looked through …',
  close: 'Close',
  step: '{{input}}: {{did}}.',
  stop: '.',
} as const;
