import { describe, expect, it } from 'vitest';
import { CONTINUED_LESSONS, knownLessons } from '../../src/lessons/known-lessons.ts';
import { libraryOf } from '../../src/lessons/library.ts';
import { parseScripts } from '../../src/lessons/language/parse-script.ts';
import { InProcessStage } from '../../src/lessons/run/in-process-stage.ts';
import { Performance, runScript } from '../../src/lessons/run/run-script.ts';
import type {
  Comparison,
  Expectation,
  Script,
  ScriptAction,
  ScriptStep,
} from '../../src/lessons/language/script.ts';
import { recordedFiles } from './recorded-scripts.ts';

const files = recordedFiles();
const scripts = files.flatMap((file) => file.scripts);
const library = libraryOf(scripts.map((script) => ({ ok: true, script })));

function actions(steps: Script['steps']): ScriptAction[] {
  return steps.map(({ action }) => action);
}

describe('the recorded lessons', () => {
  it('are all there, under names of their own', () => {
    expect(scripts.length).toBe(84);
    expect(new Set(scripts.map(({ name }) => name)).size).toBe(84);
    expect(scripts.map(({ name }) => name)).toEqual(expect.arrayContaining(['P1a', 'P1b', 'P4']));
  });

  it('are known as they stand there, where others continue them', () => {
    for (const parsed of parseScripts(CONTINUED_LESSONS, 'known')) {
      if (!parsed.ok) throw new Error(parsed.error.reason);
      const { name, steps } = parsed.script;
      expect(actions(steps)).toEqual(actions(library(name)?.steps ?? []));
      expect(actions(knownLessons(name)?.steps ?? [])).toEqual(actions(steps));
    }
  });

  describe.each(files.map((file) => [file.name, file] as const))('%s', (_, file) => {
    it.each(file.scripts.map((script) => [script.name, script] as const))('%s holds', async (_, script) => {
      const { failure } = await runScript(script, new InProcessStage(), library);
      expect(failure).toBeUndefined();
    });
  });

  it('end in the same run to the byte whenever they are run', async () => {
    for (const script of scripts.filter((_, i) => i % 4 === 0)) {
      const hashes = [];
      for (const stage of [new InProcessStage(), new InProcessStage()]) {
        const { cluster } = await runScript(script, stage, library);
        hashes.push(cluster?.world.hash.hex());
      }
      expect(hashes[0], script.name).toBe(hashes[1]);
    }
  });
});

function turnedStep(step: ScriptStep, condition: number): ScriptStep {
  const action = turnedAction(step.action, condition);
  return { line: step.line, text: step.text, action };
}

const opposites: Readonly<Record<Comparison, Comparison>> = {
  '=': '!=',
  '!=': '=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
  '>': '<=',
};

function turnedAction(action: ScriptAction, at: number): ScriptAction {
  if (action.type === 'expectAny') {
    const alternatives = action.alternatives.map((each, i) =>
      i === 0 ? (turnedAction(each, at) as Expectation) : each,
    );
    return { ...action, alternatives };
  }
  if (!('conditions' in action)) return action;
  const conditions = action.conditions.map((condition, i) =>
    i === at ? { ...condition, comparison: opposites[condition.comparison] } : condition,
  );
  return { ...action, conditions };
}

/** Of an alternative only the first part is turned: the others do not hold as it is. */
function conditionCount({ action }: ScriptStep): number {
  if (action.type === 'expectAny') return 1;
  return 'conditions' in action ? action.conditions.length : 0;
}

describe('a turned expectation', () => {
  it.each(scripts.map((script) => [script.name, script] as const))('of %s fails', async (_, script) => {
    const performance = new Performance(script, new InProcessStage(), library);
    for (const step of script.steps) {
      for (let i = 0; i < conditionCount(step); i++) {
        // What is expected changes nothing, so the run goes on all the same.
        expect(await performance.take(turnedStep(step, i)), `${step.text}, condition ${i}`).toBeDefined();
      }
      expect(await performance.take(step), step.text).toBeUndefined();
    }
  });
});
