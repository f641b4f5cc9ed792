import { create } from 'zustand';
import type { BranchId, Moment } from '../../history/position.ts';
import type { Frame, Selection } from '../../lab/frame/frame.ts';
import {
  FORMAT,
  type AuthoredLesson,
  type AuthoredStep,
} from '../../lessons/course/authored/authored-schema.ts';
import type { Look } from '../../lessons/course/lesson.ts';
import type { Text } from '../../lessons/course/text.ts';
import { isMessageType } from '../../raft/message.ts';

export const stepKinds = ['tell', 'predict', 'observe', 'ask'] as const;
export type DraftKind = (typeof stepKinds)[number];

export interface DraftChoice {
  /** Of the choices of its step. */
  readonly id: number;
  readonly text: Text;
  readonly because: Text;
}

/** A step in the making: what its kind does not need is kept all the same, in case the kind is changed back. */
export interface DraftStep {
  readonly id: string;
  readonly kind: DraftKind;
  readonly event: number;
  readonly look: readonly Look[];
  readonly say: Text;
  readonly ask: Text;
  readonly choices: readonly DraftChoice[];
  readonly right: number;
  /** Of `observe`: the prediction that is looked back on. */
  readonly of: string;
}

export interface Draft {
  /** Whose events the steps name. */
  readonly branch: BranchId | undefined;
  readonly title: Text;
  readonly about: Text;
  /** In the order in which they were made; a lesson has them in the order of their events. */
  readonly steps: readonly DraftStep[];
  readonly task: Text;
  readonly goal: string;
  /** How many steps there have been: each has a name of its own. */
  readonly made: number;
}

const NO_TEXT: Text = { en: '', zh: '' };
const NO_CHOICE: Omit<DraftChoice, 'id'> = { text: NO_TEXT, because: NO_TEXT };

export const emptyDraft: Draft = {
  branch: undefined,
  title: NO_TEXT,
  about: NO_TEXT,
  steps: [],
  task: NO_TEXT,
  goal: '',
  made: 0,
};

/** The lesson that is being made in this page; the tab keeps it (keep-draft.ts). */
export const useDraft = create<Draft>(() => emptyDraft);

export function changeStep(id: string, change: Partial<DraftStep>): void {
  useDraft.setState(({ steps }) => ({
    steps: steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
  }));
}

export function removeStep(id: string): void {
  useDraft.setState(({ steps }) => ({ steps: steps.filter((step) => step.id !== id) }));
}

/** A step at an instant of the branch that is open; steps of another branch cannot stand beside it, and go. */
export function addSteps(
  branch: BranchId,
  moments: readonly Pick<Moment, 'event' | 'note'>[],
  look: readonly Look[],
  tongue: keyof Text,
): void {
  useDraft.setState((draft) => {
    const kept = draft.branch === branch ? draft.steps : [];
    const added = moments.map(({ event, note }, i): DraftStep => ({
      id: `s${draft.made + i + 1}`,
      kind: 'tell',
      event,
      look,
      say: { ...NO_TEXT, [tongue]: note },
      ask: NO_TEXT,
      choices: [
        { id: 1, ...NO_CHOICE },
        { id: 2, ...NO_CHOICE },
      ],
      right: 0,
      of: '',
    }));
    return { branch, made: draft.made + moments.length, steps: inOrder([...kept, ...added]) };
  });
}

export function inOrder(steps: readonly DraftStep[]): readonly DraftStep[] {
  return steps.toSorted((a, b) => a.event - b.event);
}

/** What a selection points at, as far as a lesson can point at it. */
export function lookOf(selection: Selection | undefined, { messages }: Frame): Look | undefined {
  switch (selection?.type) {
    case 'node':
      return { type: 'node', node: selection.id };
    case 'entry':
      return { type: 'entry', index: selection.index, node: selection.node };
    case 'message': {
      const message = messages.find(({ id }) => id === selection.id);
      if (message === undefined || !isMessageType(message.type)) return undefined;
      return { type: 'message', message: message.type, from: message.from, to: message.to };
    }
    default:
      return undefined;
  }
}

/** The lesson as it is written, with the run as a saved lab. What is wrong with it is for whoever reads it to say. */
export function lessonOfDraft({ title, about, steps, task, goal }: Draft, lab: string): AuthoredLesson {
  const hasAbout = about.en !== '' || about.zh !== '';
  return {
    format: FORMAT,
    version: 1,
    title,
    ...(hasAbout ? { about } : {}),
    lab,
    steps: inOrder(steps).map(stepOfDraft),
    ...(goal.trim() === '' ? {} : { tryIt: { say: task, goal } }),
  };
}

function stepOfDraft({ id, kind, event, look, say, ask, choices, right, of }: DraftStep): AuthoredStep {
  const base = {
    id,
    at: { event },
    say,
    ...(look.length === 0 ? {} : { look: look as AuthoredStep['look'] }),
  };
  const question = {
    ask,
    choices: choices.map(({ text, because }, i) => ({
      text,
      because,
      ...(i === right ? { right: true as const } : {}),
    })),
  };
  switch (kind) {
    case 'tell':
      return { ...base, type: kind };
    case 'observe':
      return { ...base, type: kind, of, ask };
    default:
      return { ...base, type: kind, question };
  }
}

export function withChoice(step: DraftStep, place: number, change: Partial<DraftChoice>): Partial<DraftStep> {
  return { choices: step.choices.map((choice, i) => (i === place ? { ...choice, ...change } : choice)) };
}

export function oneChoiceMore({ choices }: DraftStep): Partial<DraftStep> {
  const id = Math.max(...choices.map((choice) => choice.id)) + 1;
  return { choices: [...choices, { id, ...NO_CHOICE }] };
}

export function withoutChoice({ choices, right }: DraftStep, place: number): Partial<DraftStep> {
  return {
    choices: choices.filter((_, i) => i !== place),
    right: right > place ? right - 1 : right === place ? 0 : right,
  };
}
