import { deflateSync, inflateSync } from 'fflate';
import * as v from 'valibot';
import { decodeUtf8, encodeUtf8 } from '../../../base/utf8.ts';
import { fromBase64Url, toBase64Url } from '../../../saved/base64url.ts';
import { withoutSum, withSum } from './coded-text.ts';
import { courseProgress, problemOf, quizAnswers } from './progress-schema.ts';
import { NAME_MAX, type LearnerResults, type Read } from './results.ts';

/**
 * A learner's results as a file (JSON, to be read by other programs as well) and as a code that fits into a chat:
 *
 *     QS1-  the same JSON, deflated, in letters of base64url  a sum of all characters before it
 */
const FORMAT = 'quorumscope-results';
const PREFIX = 'QS1-';
/** All lessons with all their answers are a tenth of it; what is longer is not inflated. */
const CODE_CHARS_MAX = 40_000;

const document = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(1),
  name: v.optional(v.pipe(v.string(), v.maxLength(NAME_MAX, `a name of at most ${NAME_MAX} characters`))),
  browser: v.pipe(v.string(), v.regex(/^[a-z0-9]{1,20}$/, 'letters and digits')),
  lessons: courseProgress,
  before: v.optional(quizAnswers),
  after: v.optional(quizAnswers),
});

export function formatResultsFile(results: LearnerResults): string {
  return `${JSON.stringify(toDocument(results), undefined, 2)}\n`;
}

export function formatResultsCode(results: LearnerResults): string {
  const packed = deflateSync(encodeUtf8(JSON.stringify(toDocument(results))), { level: 9 });
  return withSum(PREFIX + toBase64Url(packed));
}

/** A file's text, or a code. */
export function parseResults(text: string): Read<LearnerResults> {
  const trimmed = text.trim();
  return trimmed.startsWith('{') ? parseDocument(trimmed) : parseResultsCode(trimmed);
}

function parseResultsCode(code: string): Read<LearnerResults> {
  const [prefix, version] = /^QS(\d+)-/.exec(code) ?? [];
  if (prefix === undefined) return { ok: false, problem: { type: 'noCode' } };
  if (prefix !== PREFIX) return { ok: false, problem: { type: 'otherVersion', version: version ?? '' } };
  const whole = code.length > CODE_CHARS_MAX ? undefined : withoutSum(code);
  const packed = whole === undefined ? undefined : fromBase64Url(whole.slice(PREFIX.length));
  if (packed === undefined) return { ok: false, problem: { type: 'damaged' } };
  try {
    return parseDocument(decodeUtf8(inflateSync(packed)));
  } catch (error) {
    return { ok: false, problem: { type: 'unreadable', problem: String(error) } };
  }
}

function parseDocument(text: string): Read<LearnerResults> {
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: { type: 'unreadable', problem: String(error) } };
  }
  const result = v.safeParse(document, plain, { abortEarly: true });
  if (!result.success)
    return { ok: false, problem: { type: 'unreadable', problem: problemOf(result.issues) } };
  const { name, browser, lessons, before, after } = result.output;
  return { ok: true, value: { name, browser, lessons, quiz: { before, after } } };
}

/** What is undefined is left out of JSON. */
function toDocument({ name, browser, lessons, quiz }: LearnerResults): v.InferInput<typeof document> {
  return { format: FORMAT, version: 1, name, browser, lessons, before: quiz.before, after: quiz.after };
}
