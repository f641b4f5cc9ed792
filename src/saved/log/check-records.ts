import * as v from 'valibot';
import { list, whole } from '../../base/schema.ts';
import { LogError, unreadable } from './log-error.ts';
import { LOG_VERSION, type LogRecord } from './records.ts';

const count = whole(0, Number.MAX_SAFE_INTEGER);
const id = whole(1, 2 ** 40);
const text = v.string('a text');
const anything = v.unknown();
const parent = v.optional(v.object({ branch: id, event: count }, 'a branch and an event'));
const position = { branch: id, event: count, at: count };

/** Fields that are not named here are passed by: what a later version adds to a record of this form. */
const record = v.variant(
  'type',
  [
    v.object({ type: v.literal('begin'), version: v.literal(LOG_VERSION), engine: text, config: anything }),
    v.object({ type: v.literal('name'), name: text }),
    v.object({ type: v.literal('branch'), id, name: text, parent }),
    v.object({ type: v.literal('branchName'), id, name: text }),
    v.object({ type: v.picklist(['branchGone', 'branchBack']), id }),
    v.object({ type: v.literal('forget'), branch: id, parent }),
    v.object({
      type: v.literal('commands'),
      branch: id,
      commands: list(
        v.object({ event: count, at: count, command: v.optional(anything) }),
        'a list of commands',
      ),
    }),
    v.object({
      type: v.literal('end'),
      branch: id,
      event: count,
      at: count,
      hash: v.optional(text),
      waypoints: list(v.object({ event: count, hash: text }), 'a list of waypoints'),
    }),
    v.object({ type: v.literal('playhead'), position: v.object(position, 'an instant') }),
    v.object({
      type: v.literal('moment'),
      moment: v.object({ ...position, id: count, note: text }, 'a moment'),
    }),
    v.object({ type: v.literal('momentGone'), id: count }),
    v.object({ type: v.literal('view'), view: anything }),
  ],
  'a record of a known type',
);
/** Of any version: the beginning of every log. */
const begun = v.looseTuple([v.object({ type: v.literal('begin'), version: v.number() })]);
const frame = list(record, 'a list of records');

/**
 * The records of a frame, each of the form that its type has: its bytes are as they were written, but who knows by which version
 * of this program. Throws a LogError. Commands, configuration and view have schemas of their own.
 */
export function checkRecords(given: unknown): readonly LogRecord[] {
  const head = v.safeParse(begun, given);
  const version = head.success ? head.output[0].version : LOG_VERSION;
  if (version !== LOG_VERSION) {
    throw new LogError(
      'newer',
      `this lab was kept in form ${version}, and this version of the page reads form ${LOG_VERSION}; reload the page to get the newer version`,
    );
  }
  const result = v.safeParse(frame, given, { abortEarly: true });
  // The schemas say no more than the types do, but for what is checked where it is taken.
  if (result.success) return given as readonly LogRecord[];
  const [issue] = result.issues;
  throw unreadable(`in a frame of its log ${v.getDotPath(issue) ?? 'it'} must be ${issue.message}`);
}
