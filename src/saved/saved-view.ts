import * as v from 'valibot';
import { fields, id, isFields, isSet, list, node, whole } from '../base/schema.ts';
import type { Selection } from '../lab/frame/frame.ts';

/** Names of tabs, panels and types of messages: which of them there are is for the page to say. */
const name = v.pipe(v.string(), v.maxLength(40));
const names = v.pipe(list(name, 'a list of names'), v.maxLength(100));
const micros = whole(0, Number.MAX_SAFE_INTEGER);
/** Of an expression of the language (src/expression); whether it means anything is found out when it is asked. */
const expression = v.pipe(v.string(), v.maxLength(1000));
/** So many breakpoints, and so many watch expressions, at most: all of them are asked after every event. */
export const CONDITIONS_MAX = 50;
const bytes = v.instance(Uint8Array, 'bytes');

/** Of the room that nodes have on the stage. */
const part = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** The same things as the page can select. */
const selection: v.GenericSchema<unknown, Selection> = v.variant('type', [
  v.object({ type: v.literal('node'), id: node }),
  v.object({ type: v.literal('message'), id }),
  v.object({ type: v.literal('entry'), node, index: id }),
  v.object({ type: v.literal('key'), node, key: bytes }),
  v.object({ type: v.literal('request'), id }),
  v.object({ type: v.literal('http'), id }),
  v.object({ type: v.literal('event'), number: id }),
]);

const schemas = {
  selection,
  panelTab: name,
  phoneTab: name,
  stripTab: name,
  /** The one view that has the window. */
  alone: name,
  stepKind: name,
  /** Which messages the stage shows: one node's, and not those of these types. */
  messageFilter: fields({ node: v.optional(node), hide: names }),
  /** Where nodes stand that somebody has moved; absent: all on the ring. */
  arrangement: v.pipe(list(fields({ node, x: part, y: part }), 'a list of places'), v.maxLength(9)),
  /** The types of messages that the diagram leaves out. */
  timelineHide: names,
  /** The lanes that the diagram is about, and the terms; absent: all. */
  timelineNodes: v.pipe(list(node, 'a list of nodes'), v.maxLength(9)),
  timelineTerms: fields({
    first: whole(0, Number.MAX_SAFE_INTEGER),
    last: whole(0, Number.MAX_SAFE_INTEGER),
  }),
  /** Whether each heartbeat is an arrow of its own. */
  timelineBeats: isSet,
  /** The stretch of time that somebody has chosen. */
  timelineBrush: fields({ from: micros, to: micros }),
  /** Whose causal cone is shown. */
  timelineCone: v.variant('type', [
    v.object({ type: v.literal('message'), id }),
    v.object({ type: v.literal('event'), number: id }),
  ]),
  timelineWindow: fields({ follow: isSet, from: micros, span: micros, zoom: v.pipe(v.number(), v.finite()) }),
  /** The stretch of the log that is in view; absent: its end. */
  logWindow: fields({ first: whole(0, Number.MAX_SAFE_INTEGER), last: whole(0, Number.MAX_SAFE_INTEGER) }),
  /** The instant that is kept to compare another one with it. */
  kept: fields({
    branch: whole(1, Number.MAX_SAFE_INTEGER),
    event: whole(0, Number.MAX_SAFE_INTEGER),
    at: micros,
  }),
  /** Conditions at which the run halts, while they are on. */
  breakpoints: v.pipe(
    list(fields({ id, condition: expression, on: isSet }), 'a list of breakpoints'),
    v.maxLength(CONDITIONS_MAX),
  ),
  /** Expressions whose values are shown. */
  watches: v.pipe(list(expression, 'a list of expressions'), v.maxLength(CONDITIONS_MAX)),
  /** Whose store is shown, as of which revision (0: the newest). */
  storeAsk: fields({ node, revision: id, compareWith: v.optional(node), revisions: id }),
};

/**
 * What the page shows of a lab: what is selected, what has which place, what is left out. Every field may be absent, and
 * whoever shows it takes what it knows: a view is never a reason not to open a lab.
 */
export type SavedView = {
  readonly [Field in keyof typeof schemas]?: v.InferOutput<(typeof schemas)[Field]> | undefined;
};

/** The fields of a view that are as they should be; what is unknown or of another form is left out. */
export function parseView(given: unknown): SavedView {
  if (!isFields(given)) return {};
  const view: Record<string, unknown> = {};
  for (const [field, schema] of Object.entries(schemas)) {
    const value: unknown = Object.hasOwn(given as object, field)
      ? Reflect.get(given as object, field)
      : undefined;
    if (value === undefined) continue;
    const result = v.safeParse(schema, value);
    if (result.success) view[field] = result.output;
  }
  return view;
}
