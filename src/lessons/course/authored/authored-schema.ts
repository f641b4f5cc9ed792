import * as v from 'valibot';
import { fields, list, node, whole, word } from '../../../base/schema.ts';
import { messageTypeNumber, type MessageType } from '../../../raft/message.ts';

/**
 * A lesson that somebody has made from a run, as its file has it:
 *
 *     { format: 'quorumscope-lesson', version: 1, title: {en, zh}, lab: 'lab=…', steps: [...], tryIt?: {say, goal} }
 *
 * `lab` is the run: a saved lab, as the fragment of an address has it; instants are its events. Of the two languages of a text one may be
 * empty. Steps are those of the course's lessons (lesson.ts), without runs of their own.
 */
export const FORMAT = 'quorumscope-lesson';

/** Long enough for a caption, and no book. */
const TEXT_MAX = 1200;
/** What `LabPort.openLink` takes. */
export const LAB_CHARS_MAX = 16_000;

const words = v.pipe(v.string('a text'), v.maxLength(TEXT_MAX, `a text of at most ${TEXT_MAX} characters`));
const text = v.pipe(
  fields({ en: words, zh: words }),
  v.check(({ en, zh }) => en.trim() !== '' || zh.trim() !== '', 'a text in one language at least'),
);
const name = v.pipe(v.string('a short name'), v.regex(/^[\w-]{1,30}$/, 'a name of letters, digits, - and _'));
const instant = fields({ event: whole(0, 1e9) });
const messageType = word(Object.keys(messageTypeNumber) as [MessageType, ...MessageType[]]);

export const look = v.variant(
  'type',
  [
    v.strictObject({
      type: v.literal('node'),
      node,
      part: v.exactOptional(word(['role', 'term', 'timer', 'votes', 'commit'])),
    }),
    v.strictObject({
      type: v.literal('message'),
      message: messageType,
      from: v.exactOptional(node),
      to: v.exactOptional(node),
    }),
    v.strictObject({ type: v.literal('link'), from: node, to: node }),
    v.strictObject({ type: v.literal('entry'), index: whole(1, 1e9), node: v.exactOptional(node) }),
    v.strictObject({ type: v.literal('log'), node }),
    v.strictObject({ type: v.literal('time'), node: v.exactOptional(node) }),
  ],
  'one of node, message, link, entry, log, time',
);

const choice = v.strictObject({
  text,
  right: v.optional(v.literal(true, 'true, or left out')),
  because: text,
});
const question = v.strictObject({ ask: text, choices: list(choice, 'a list of choices') });

const base = {
  id: name,
  at: instant,
  look: v.optional(
    v.pipe(list(look, 'a list of what to look at'), v.maxLength(4, 'at most four things to look at')),
  ),
  say: text,
};

const step = v.variant(
  'type',
  [
    v.strictObject({ ...base, type: v.literal('tell') }),
    v.strictObject({ ...base, type: v.literal('predict'), question }),
    v.strictObject({ ...base, type: v.literal('observe'), of: name, ask: text }),
    v.strictObject({ ...base, type: v.literal('ask'), question }),
    v.strictObject({ ...base, type: v.literal('beTheNode'), node, until: instant }),
  ],
  'a step of type tell, predict, observe, ask or beTheNode',
);

export const authoredDocument = v.strictObject({
  format: v.literal(FORMAT, FORMAT),
  version: v.literal(1, '1: a lesson of a later version needs a later page'),
  title: text,
  about: v.optional(text),
  lab: v.pipe(
    v.string('a saved lab, as a link has it'),
    v.startsWith('lab=', 'a saved lab, which begins with lab='),
    v.maxLength(LAB_CHARS_MAX, `a saved lab of at most ${LAB_CHARS_MAX} characters`),
  ),
  steps: v.pipe(
    v.array(step, 'a list of steps'),
    v.minLength(1, 'at least one step'),
    v.maxLength(60, 'at most 60 steps'),
  ),
  tryIt: v.optional(v.strictObject({ say: text, goal: words })),
});

export type AuthoredLesson = v.InferOutput<typeof authoredDocument>;
export type AuthoredStep = AuthoredLesson['steps'][number];

/** Which field is wrong, and what it must be. */
export function problemOf([issue]: readonly v.BaseIssue<unknown>[]): string {
  if (issue === undefined) return 'this is no lesson';
  const at = v.getDotPath(issue);
  if (issue.expected === 'never' && at !== null) return `${at}: there is no such field`;
  if (issue.type === 'strict_object' && at !== null) return `${at}: is missing`;
  return at === null ? `this is no lesson: ${issue.message}` : `${at}: must be ${issue.message}`;
}
