import { expect, test } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { checkLesson } from '../../src/lessons/course/check-lesson.ts';
import { loadLesson } from '../../src/lessons/course/catalogue.ts';
import type { LessonRun } from '../../src/lessons/course/lesson.ts';

/** What a lesson says must not be true of a cluster without the rule that it is about: `rule` is how it is broken. */
const rows: readonly { readonly lesson: string; readonly rule: string }[] = [
  { lesson: 'E1', rule: 'electedByHalf' },
  { lesson: 'E4', rule: 'electedByHalf' },
  { lesson: 'E5', rule: 'voteTwice' },
  { lesson: 'E6', rule: 'ignoreLogInVote' },
  { lesson: 'E7', rule: 'commitByHalf' },
  { lesson: 'R3', rule: 'commitByHalf' },
  { lesson: 'R4', rule: 'noPreviousCheck' },
  { lesson: 'R4', rule: 'compareLengthOnly' },
  { lesson: 'R5', rule: 'commitOldTerms' },
  { lesson: 'R6', rule: 'noNoop' },
  { lesson: 'R8', rule: 'truncateAlways' },
  { lesson: 'R1', rule: 'commitByHalf' },
  { lesson: 'P1', rule: 'paperReply' },
  { lesson: 'P2', rule: 'noStepDown' },
  { lesson: 'P3', rule: 'silentLowTerm' },
  { lesson: 'P4', rule: 'preVoteOwnTerm' },
  { lesson: 'P5', rule: 'noNoop' },
  { lesson: 'P7', rule: 'noStepDown' },
  { lesson: 'P10', rule: 'noStepDown' },
  { lesson: 'P8', rule: 'silentLowTerm' },
  { lesson: 'P9', rule: 'silentLowPreVote' },
  { lesson: 'S1', rule: 'noNoop' },
  { lesson: 'S2', rule: 'electedByHalf' },
  { lesson: 'S3', rule: 'rawHeartbeatCommit' },
  { lesson: 'M3', rule: 'commitByHalf' },
  { lesson: 'M5', rule: 'commitByHalf' },
  { lesson: 'T1', rule: 'transferWithoutMark' },
  { lesson: 'Q1', rule: 'readLocally' },
  { lesson: 'Q2', rule: 'readLocally' },
  { lesson: 'Q3', rule: 'readBeforeCommit' },
  { lesson: 'M2', rule: 'commitByHalf' },
  { lesson: 'M8', rule: 'unawareVoterRefuses' },
  { lesson: 'M9', rule: 'changeMembersAtOnce' },
  { lesson: 'M7', rule: 'noNoop' },
  { lesson: 'M10', rule: 'ignoreLogInVote' },
  { lesson: 'T2', rule: 'noNoop' },
];

function without(rule: string, run: LessonRun): LessonRun {
  if (!('script' in run) || run.script.includes('bug=')) return run;
  return { ...run, script: run.script.replace('\n', ` bug=${rule}\n`) };
}

test.each(rows)('$lesson does not hold with $rule', async ({ lesson: id, rule }) => {
  const lesson = present(await loadLesson(id), `lesson ${id} is there`);
  const [first, ...others] = lesson.runs;
  const broken = {
    ...lesson,
    runs: [without(rule, first), ...others.map((run) => without(rule, run))] as const,
  };
  const { problems } = await checkLesson(broken);
  expect(problems).not.toEqual([]);
  expect(problems.join('\n')).not.toContain('a line that can be read');
});
