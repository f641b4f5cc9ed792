import * as v from 'valibot';
import { list, text, whole, word } from '../../base/schema.ts';
import { look } from '../../lessons/course/authored/authored-schema.ts';
import { readOfTab, writeOfTab } from '../preferences.ts';
import { stepKinds, useDraft, type Draft } from './draft.ts';

const KEY = 'quorumscope.lesson-draft';
const VERSION = 1;

const both = v.strictObject({ en: text, zh: text });
const count = whole(0, 1e9);
const choice = v.strictObject({ id: count, text: both, because: both });
const step = v.strictObject({
  id: text,
  kind: word(stepKinds),
  event: count,
  look: list(look, 'a list of what to look at'),
  say: both,
  ask: both,
  choices: list(choice, 'a list of choices'),
  right: count,
  of: text,
});
const kept = v.strictObject({
  version: v.literal(VERSION),
  draft: v.strictObject({
    branch: v.optional(count),
    title: both,
    about: both,
    steps: list(step, 'a list of steps'),
    task: both,
    goal: text,
    made: count,
  }),
});

/** The draft is again what this tab had before it was loaded again, and is kept from here on. */
export function resumeDraft(): void {
  const draft = draftOf(readOfTab(KEY));
  if (draft !== undefined) useDraft.setState(draft, true);
  useDraft.subscribe((now) => writeOfTab(KEY, textOf(now)));
}

export function textOf(draft: Draft): string {
  return JSON.stringify({ version: VERSION, draft });
}

/** Undefined: it is no draft. */
export function draftOf(written: string | undefined): Draft | undefined {
  if (written === undefined) return undefined;
  try {
    const { success, output } = v.safeParse(kept, JSON.parse(written));
    return success ? { ...output.draft, branch: output.draft.branch } : undefined;
  } catch {
    return undefined;
  }
}
