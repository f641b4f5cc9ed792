import * as v from 'valibot';
import { word } from '../base/schema.ts';
import { faultNames } from '../sim/command/faults.ts';
import type { DrawnNode } from '../sim/world/drawing.ts';
import { brief, cut } from '../base/brief.ts';

/**
 * What scripts hand in beside commands and calls, checked before it goes anywhere; commands and calls have schemas of their
 * own, in the lab. Ids and values are the lab's to judge.
 */
const atNode = { node: v.optional(v.number()) };

export const schema = {
  ms: v.pipe(v.number(), v.finite()),
  /** Speeds are the lab's to judge. */
  pace: v.optional(v.union([v.number(), v.literal('meaning')])),
  runOptions: v.optional(v.strictObject({ maxMs: v.optional(v.number()) })),
  window: v.optional(v.strictObject({ fromMs: v.number(), toMs: v.number() })),
  text: v.string(),
  httpOptions: v.optional(
    v.strictObject({
      ...atNode,
      port: v.optional(v.picklist(['peer', 'keyServer'])),
      headers: v.optional(v.record(v.string(), v.string())),
      body: v.optional(v.union([v.string(), v.instance(Uint8Array)])),
    }),
  ),
  number: v.number(),
  /** Which instants there are, the lab knows. */
  position: v.strictObject({
    branch: v.number(),
    event: v.optional(v.number()),
    atMs: v.optional(v.number()),
  }),
  /** What else a drawn node has is the lab's to judge. */
  drawing: v.array(
    v.custom<DrawnNode>(
      (node) => typeof node === 'object' && node !== null && 'node' in node && typeof node.node === 'number',
      'an object with the number of a node',
    ),
  ),
  isOn: v.boolean(),
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  kind: v.optional(
    v.picklist([
      'event',
      'message',
      'tick',
      'ready',
      'election',
      'role',
      'commit',
      'apply',
      'snapshot',
      'fault',
      'answer',
      'violation',
    ]),
  ),
  config: v.optional(v.record(v.string(), v.unknown())),
  kinds: v.array(word(faultNames), 'a list of kinds of trouble'),
  cutOptions: v.optional(v.strictObject({ oneWay: v.optional(v.boolean()) })),
  coneOf: v.union([v.number(), v.strictObject({ type: v.literal('message'), id: v.number() })]),
  /** Which of them there are, the lab knows. */
  caused: v.optional(
    v.variant('type', [
      v.strictObject({ type: v.picklist(['message', 'request']), id: v.number() }),
      v.strictObject({ type: v.literal('entry'), node: v.number(), index: v.number() }),
      v.strictObject({ type: v.literal('event'), number: v.number() }),
    ]),
  ),
  likelihoodOptions: v.optional(
    v.strictObject({
      event: v.optional(v.number()),
      fromMs: v.optional(v.number()),
      runs: v.optional(v.number()),
      instants: v.optional(v.number()),
      withinMs: v.optional(v.number()),
      repeats: v.optional(v.boolean()),
    }),
  ),
  atNode: v.optional(v.strictObject(atNode)),
  caller: v.optional(
    v.strictObject({ ...atNode, client: v.optional(v.string()), token: v.optional(v.string()) }),
  ),
  watchOptions: v.optional(
    v.strictObject({
      ...atNode,
      client: v.optional(v.string()),
      token: v.optional(v.string()),
      needsLeader: v.optional(v.boolean()),
    }),
  ),
  leaseOptions: v.optional(
    v.strictObject({
      ...atNode,
      client: v.optional(v.string()),
      token: v.optional(v.string()),
      id: v.optional(v.string()),
    }),
  ),
  recipeFields: v.optional(v.record(v.string(), v.string())),
  word: v.picklist(['release', 'publish', 'stopKeepAlive']),
  addOptions: v.optional(v.strictObject({ ...atNode, learner: v.optional(v.boolean()) })),
  changeOptions: v.optional(
    v.strictObject({ ...atNode, transition: v.optional(v.picklist(['auto', 'implicit', 'explicit'])) }),
  ),
  getOptions: v.optional(
    v.strictObject({
      ...atNode,
      consistency: v.optional(v.picklist(['linearizable', 'serializable'])),
      rev: v.optional(v.number()),
    }),
  ),
  lessonOptions: v.optional(v.strictObject({ step: v.optional(v.string()) })),
  etcdctlOptions: v.optional(
    v.strictObject({
      ...atNode,
      api: v.optional(v.picklist([2, 3])),
      stdin: v.optional(v.string()),
    }),
  ),
} as const;

/** An error repeats so much of what was handed in. */
const SAID_MAX = 200;
/** So deep may values stand within values: 300 transactions, each in a list of the one around it, and what is in the last. */
const DEPTH_MAX = 2 * 300 + 4;
/** So many values may be within one argument, counted as often as they can be reached. */
const PARTS_MAX = 200_000;

/** The argument, or an Error such as `kill: id: Expected number but received "x"`. Whatever is handed in, it is short. */
export function argument<Schema extends v.GenericSchema>(
  call: string,
  name: string,
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  if (value !== undefined && wantsFields(schema)) fieldsOf(call, name, value);
  const flaw = flawOf(value);
  if (flaw !== undefined) throw new Error(`${call}: ${name}: ${flaw}`);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = [name, v.getDotPath(issue)].filter((part) => part !== null).join('.');
  throw new Error(`${call}: ${cut(path)}: ${cut(issue.message, SAID_MAX)}`);
}

/** That arguments are plain data, which goes to the lab's worker as it is. */
export function checkPlain(call: string, values: readonly unknown[]): void {
  for (const [i, value] of values.entries()) {
    const flaw = flawOf(value);
    if (flaw !== undefined) throw new Error(`${call}: argument ${i + 1}: ${flaw}`);
  }
}

/** The fields of an object that is nothing more: a list, a map or a text has none that an option could be in. */
export function fieldsOf(call: string, name: string, value: unknown): Record<string, unknown> {
  if (isFields(value)) return value;
  throw new Error(`${call}: ${name}: Expected an object but received ${brief(value)}`);
}

/** Valibot takes lists, maps and dates for objects without fields. */
function wantsFields(schema: v.GenericSchema): boolean {
  const inner = 'wrapped' in schema ? (schema.wrapped as v.GenericSchema) : schema;
  return inner.type === 'strict_object' || inner.type === 'record';
}

export function isFields(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** What no schema may be asked to look at: it would go in circles, or as deep as the stack is. */
function flawOf(value: unknown): string | undefined {
  const waiting: [value: unknown, depth: number][] = [[value, 0]];
  for (let parts = 1; ; parts++) {
    const next = waiting.pop();
    if (next === undefined) return undefined;
    const [each, depth] = next;
    if (typeof each === 'function' || typeof each === 'symbol') {
      return `it holds ${typeof each === 'symbol' ? 'a symbol' : 'a function'}, and must be plain data`;
    }
    if (typeof each !== 'object' || each === null || ArrayBuffer.isView(each)) continue;
    if (depth > DEPTH_MAX) {
      return 'it is nested too deep (transactions may stand 300 deep in each other), or goes in circles';
    }
    const inner: unknown[] = Object.values(each);
    if (parts + waiting.length + inner.length > PARTS_MAX) return `it has more than ${PARTS_MAX} parts`;
    for (const part of inner) waiting.push([part, depth + 1]);
  }
}
