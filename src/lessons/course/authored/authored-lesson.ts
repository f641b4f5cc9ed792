import { deflateSync, inflateSync } from 'fflate';
import * as v from 'valibot';
import { digestOf } from '../../../base/digest.ts';
import { decodeUtf8, encodeUtf8 } from '../../../base/utf8.ts';
import { fromBase64Url, toBase64Url } from '../../../saved/base64url.ts';
import type { Lesson, LessonStep } from '../lesson.ts';
import type { Text } from '../text.ts';
import { authoredDocument, problemOf, type AuthoredLesson } from './authored-schema.ts';
import { problemsOf } from './authored-problems.ts';

/** A file or a link that is no lesson, or one of which a field is wrong. The message names the field. */
export class AuthoredError extends Error {
  override name = 'AuthoredError';
}

const NAME = 'lesson=';
/** What messengers and mail pass on whole; a lesson that makes a longer link is offered as a file. */
const LINK_CHARS_MAX = 8000;
/** What is longer was not made here. */
const READ_CHARS_MAX = 200_000;
const FILE_CHARS_MAX = 1_000_000;

/** What a lesson is kept as: a JSON text that names its format and version. */
export function formatLessonFile(lesson: AuthoredLesson): string {
  return `${JSON.stringify(lesson, undefined, 2)}\n`;
}

/** Throws an AuthoredError. */
export function parseLessonFile(text: string): AuthoredLesson {
  if (text.length > FILE_CHARS_MAX)
    throw new AuthoredError(
      `this file has ${text.length} characters, but a lesson has ${FILE_CHARS_MAX} at most`,
    );
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch (error) {
    throw new AuthoredError(`this is no lesson: its text is no JSON (${String(error)})`);
  }
  const read = v.safeParse(authoredDocument, plain, { abortEarly: true });
  if (!read.success) throw new AuthoredError(problemOf(read.issues));
  const [problem] = problemsOf(read.output);
  if (problem !== undefined) throw new AuthoredError(`${problem.at}: ${problem.message}`);
  return read.output;
}

/** The lesson as the fragment of an address, without `#`; or how many characters it would have, where that is too many. */
export function fragmentOfLesson(
  lesson: AuthoredLesson,
): { readonly fragment: string } | { readonly tooLong: number } {
  const packed = deflateSync(encodeUtf8(JSON.stringify(lesson)), { level: 9 });
  const fragment = NAME + toBase64Url(packed);
  return fragment.length > LINK_CHARS_MAX ? { tooLong: fragment.length } : { fragment };
}

export function isLessonFragment(fragment: string): boolean {
  return fragment.replace(/^#/, '').startsWith(NAME);
}

/** Throws an AuthoredError. */
export function lessonOfFragment(fragment: string): AuthoredLesson {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(NAME))
    throw new AuthoredError(`this is no link to a lesson: its fragment begins with ${NAME}`);
  if (text.length > READ_CHARS_MAX)
    throw new AuthoredError(`this link has ${text.length} characters, but one has ${READ_CHARS_MAX} at most`);
  const packed = fromBase64Url(text.slice(NAME.length));
  if (packed === undefined)
    throw new AuthoredError('this link is damaged: it has characters that cannot be; copy it again, whole');
  return parseLessonFile(unpacked(packed));
}

function unpacked(packed: Uint8Array): string {
  try {
    // A buffer of this size is all that is written to: what would be longer is no lesson.
    return decodeUtf8(inflateSync(packed, { out: new Uint8Array(FILE_CHARS_MAX) }));
  } catch (error) {
    throw new AuthoredError(
      `this link is damaged: it cannot be unpacked (${String(error)}); copy it again, whole`,
    );
  }
}

/** The lesson as the player plays it. What was written in one language alone stands in both. */
export function lessonOf(authored: AuthoredLesson): Lesson {
  const { title, about, lab, steps, tryIt } = authored;
  const whole = inBoth({ title, about: about ?? title, steps, tryIt });
  return {
    id: `own-${digestOf(JSON.stringify(authored)).toString(36)}`,
    chapter: 'E',
    core: false,
    level: 1,
    minutes: Math.max(1, steps.length),
    title: whole.title,
    question: whole.about,
    runs: [{ id: 'run', title: whole.title, lab }],
    steps: whole.steps as readonly LessonStep[],
    tryIt: whole.tryIt && { ...whole.tryIt, config: {}, hints: [], solution: [] },
    sources: [],
  };
}

/** Every text in it, wherever it stands, has both languages. */
function inBoth<T>(value: T): T {
  if (Array.isArray(value)) return value.map(inBoth) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (isText(value)) {
    const { en, zh } = value;
    return { en: en === '' ? zh : en, zh: zh === '' ? en : zh } as T;
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inBoth(each)])) as T;
}

function isText(value: object): value is Text {
  return 'en' in value && 'zh' in value;
}
