import { beforeEach, expect, test } from 'vitest';
import { tally } from '../../../src/lessons/course/results/tally.ts';
import { formatVote } from '../../../src/lessons/course/results/vote-code.ts';
import type { LessonStep } from '../../../src/lessons/course/lesson.ts';
import {
  addHand,
  askQuestion,
  beginAnew,
  goToPhase,
  phaseBeside,
  phasesOf,
  setHands,
  setPasted,
  useLecture,
} from '../../../src/ui/lecture/lecture-store.ts';

const who = { lesson: 'E1', step: 'who', choices: 3 };
const step: LessonStep = { id: 's', type: 'tell', say: { en: 'x', zh: 'x' } };

beforeEach(() => beginAnew('E1.who'));

test('hands and codes of a round are counted together, and the other round stays as it was', () => {
  addHand('first', 2, 1);
  addHand('first', 0, -1);
  setHands('first', 1, 12.4);
  setPasted('first', formatVote({ lesson: 'E1', step: 'who', choice: 1, browser: 'a' }));
  const { first, second } = useLecture.getState().rounds;
  expect(tally(first, who)).toEqual({ counts: [0, 13, 1], codes: 1, bad: [] });
  expect(tally(second, who).counts).toEqual([0, 0, 0]);
});

test('a question that is closed and opened again goes on where it was; another begins with no votes', () => {
  addHand('first', 0, 1);
  goToPhase('talk');
  askQuestion('E1.who');
  expect(useLecture.getState().phase).toBe('talk');
  askQuestion('R5.count');
  expect(useLecture.getState()).toMatchObject({ phase: 'first', rounds: { first: { hands: [] } } });
});

test('the phases follow each other; what is asked of a history has no run to be shown', () => {
  const phases = phasesOf(step);
  expect(phaseBeside(phases, 'second', 1)).toBe('run');
  expect(phaseBeside(phases, 'votes', 1)).toBe('votes');
  expect(phaseBeside(phases, 'first', -1)).toBe('first');
  expect(phaseBeside(phasesOf({ ...step, history: 'H1' }), 'second', 1)).toBe('votes');
});
