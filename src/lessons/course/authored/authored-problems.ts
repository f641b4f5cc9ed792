import { compileCondition, isCompiled } from '../../../expression/compile.ts';
import type { AuthoredLesson, AuthoredStep } from './authored-schema.ts';

/** What a schema cannot see: fields that contradict each other. */
export interface AuthoredProblem {
  /** Which field: `steps.2.question.choices`. */
  readonly at: string;
  readonly message: string;
}

export function problemsOf({ steps, tryIt }: AuthoredLesson): readonly AuthoredProblem[] {
  const problems: AuthoredProblem[] = [];
  const seen = new Map<string, AuthoredStep>();
  let before = 0;
  steps.forEach((step, i) => {
    const at = `steps.${i}`;
    if (seen.has(step.id))
      problems.push({ at: `${at}.id`, message: `${step.id} is the name of another step` });
    if (step.at.event < before)
      problems.push({
        at: `${at}.at.event`,
        message: `${step.at.event} is before event ${before}, where the step before it stands`,
      });
    before = Math.max(before, step.at.event);
    if ('question' in step) problems.push(...ofChoices(`${at}.question.choices`, step.question.choices));
    if (step.type === 'observe' && seen.get(step.of)?.type !== 'predict')
      problems.push({ at: `${at}.of`, message: `there is no prediction ${step.of} before this step` });
    if (step.type === 'beTheNode' && step.until.event <= step.at.event)
      problems.push({ at: `${at}.until.event`, message: 'must come after the step' });
    seen.set(step.id, step);
  });
  if (tryIt !== undefined) {
    const compiled = compileCondition(tryIt.goal);
    if (!isCompiled(compiled))
      problems.push({ at: 'tryIt.goal', message: `${compiled.message} (at character ${compiled.at + 1})` });
  }
  return problems;
}

function ofChoices(at: string, choices: readonly { readonly right?: true | undefined }[]): AuthoredProblem[] {
  if (choices.length < 2 || choices.length > 5)
    return [{ at, message: `a question has two to five choices, but this one has ${choices.length}` }];
  const right = choices.filter((choice) => choice.right === true).length;
  return right === 1 ? [] : [{ at, message: `exactly one is right, but ${right} are` }];
}
