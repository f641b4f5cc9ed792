import { compileCondition, isCompiled } from '../../expression/compile.ts';
import type { Memory } from '../../expression/step-view.ts';
import { judgeHistory } from '../run/client-record.ts';
import { InProcessStage } from '../run/in-process-stage.ts';
import { knownLessons } from '../known-lessons.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import { InstantError, type Position } from './instant-finder.ts';
import type { Choice, Lesson, LessonRun, LessonStep } from './lesson.ts';
import { performRun } from './perform-run.ts';
import { historyOf } from './histories.ts';
import { isThere } from './look-there.ts';
import { instantsOf, questionOf, runOf } from './steps.ts';

/** What is wrong with a lesson, a sentence each; and where its screens are. */
export interface CheckedLesson {
  readonly problems: readonly string[];
  /** By the ids of its steps. */
  readonly positions: ReadonlyMap<string, Position>;
}

export type OnLessonEvent = (run: LessonRun, event: WorldEvent, world: World) => void;

/**
 * Runs every script of a lesson: all it expects holds, every screen comes, and what choices claim is true of the right one
 * and false of the others.
 */
export async function checkLesson(lesson: Lesson, onEvent?: OnLessonEvent): Promise<CheckedLesson> {
  const problems: string[] = [];
  const positions = new Map<string, Position>();
  for (const run of lesson.runs) {
    if (!('script' in run)) continue;
    const steps = lesson.steps.filter((step) => runOf(lesson, step) === run.id);
    const claims = new Claims(lesson, steps, problems);
    for (const step of steps) problems.push(...verdictsOf(run.script, lesson, step));
    try {
      const performed = await performRun(run.script, instantsOf(steps), new InProcessStage(), knownLessons, {
        onEvent: (event, world) => {
          claims.look(event, world);
          onEvent?.(run, event, world);
        },
        onInstant: (i, world) => {
          claims.at(steps[i]);
          for (const look of steps[i]?.look ?? [])
            if (!isThere(look, world))
              problems.push(`step ${steps[i]?.id}: nothing to look at: ${JSON.stringify(look)}`);
        },
      });
      const { failure } = performed;
      if (failure !== undefined)
        problems.push(
          `run ${run.id}, line ${failure.line} (${failure.text}): expected ${failure.expected}, got ${failure.got}`,
        );
      steps.forEach((step, i) => {
        const position = performed.positions[i];
        if (position === undefined)
          problems.push(`step ${step.id}: its instant never comes in run ${run.id}`);
        else positions.set(step.id, position);
        if (position !== undefined && step.type === 'beTheNode' && position.end === undefined)
          problems.push(`step ${step.id}: its end never comes in run ${run.id}`);
      });
    } catch (error) {
      if (!(error instanceof InstantError)) throw error;
      problems.push(`run ${run.id}: ${error.message}`);
    }
  }
  return { problems, positions };
}

/** What is wrong with what a step's choices say of its history. */
function verdictsOf(script: string, lesson: Lesson, step: LessonStep): string[] {
  if (step.history === undefined) return [];
  const calls = historyOf(script, step.history);
  if (calls === undefined) return [`step ${step.id}: the script has no history ${step.history}`];
  const judged = judgeHistory(calls);
  return (questionOf(lesson, step)?.choices ?? []).flatMap(({ verdict, right, text }) =>
    verdict === undefined || (verdict === judged) === (right === true)
      ? []
      : [`step ${step.id}: ${step.history} is ${judged}, not as told (${text.en})`],
  );
}

/** A question is answered here, by what the run says. */
function isAnswered({ type }: LessonStep): boolean {
  return type === 'ask' || type === 'observe';
}

interface Claimed {
  readonly step: LessonStep;
  readonly choice: Choice;
  readonly evaluate: (event: WorldEvent | undefined, world: World) => boolean;
  value: boolean;
}

/** What the choices of the questions claim, asked at every event so that what they remember is right. */
class Claims {
  readonly #claims: Claimed[] = [];
  readonly #problems: string[];

  constructor(lesson: Lesson, steps: readonly LessonStep[], problems: string[]) {
    this.#problems = problems;
    for (const step of steps) {
      if (!isAnswered(step)) continue;
      for (const choice of questionOf(lesson, step)?.choices ?? []) {
        if (choice.claim === undefined) continue;
        const compiled = compileCondition(choice.claim);
        if (!isCompiled(compiled)) {
          problems.push(`step ${step.id}, claim ${choice.claim}: ${compiled.message}`);
          continue;
        }
        const memory: Memory = compiled.newMemory();
        const evaluate = (event: WorldEvent | undefined, world: World): boolean =>
          compiled.evaluate({ event, world }, memory) === true;
        this.#claims.push({ step, choice, evaluate, value: false });
      }
    }
  }

  look(event: WorldEvent, world: World): void {
    for (const claim of this.#claims) claim.value = claim.evaluate(event, world);
  }

  at(step: LessonStep | undefined): void {
    for (const { step: asked, choice, value } of this.#claims) {
      if (asked !== step || value === (choice.right === true)) continue;
      const said = choice.right === true ? 'is not true of the right choice' : 'is true of a wrong choice';
      this.#problems.push(`step ${asked.id}: ${choice.claim} ${said} (${choice.text.en})`);
    }
  }
}
