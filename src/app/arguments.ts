import * as v from 'valibot';

/** What scripts hand in, checked before it goes anywhere. Ids and values are the lab's to judge. */
export const schema = {
  id: v.pipe(v.number(), v.integer()),
  ms: v.pipe(v.number(), v.finite()),
  /** Speeds are the lab's to judge. */
  pace: v.optional(v.union([v.number(), v.literal('meaning')])),
  runOptions: v.optional(v.strictObject({ maxMs: v.optional(v.number()) })),
  text: v.string(),
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  kind: v.optional(v.picklist(['event', 'message', 'tick', 'election', 'commit', 'fault'])),
  config: v.optional(v.record(v.string(), v.unknown())),
  groups: v.array(v.array(v.pipe(v.number(), v.integer()))),
  cutOptions: v.optional(v.strictObject({ oneWay: v.optional(v.boolean()) })),
  link: v.strictObject({
    latencyMs: v.optional(v.number()),
    jitterMs: v.optional(v.number()),
    loss: v.optional(v.number()),
    duplicate: v.optional(v.number()),
    reorder: v.optional(v.number()),
    hold: v.optional(v.boolean()),
  }),
  disk: v.strictObject({ fsyncMs: v.optional(v.number()), stuck: v.optional(v.boolean()) }),
  settings: v.record(v.string(), v.unknown()),
  callOptions: v.optional(
    v.strictObject({
      node: v.optional(v.number()),
      client: v.optional(v.string()),
      token: v.optional(v.string()),
    }),
  ),
  leaseOptions: v.optional(
    v.strictObject({
      node: v.optional(v.number()),
      client: v.optional(v.string()),
      token: v.optional(v.string()),
      id: v.optional(v.string()),
    }),
  ),
  recipeFields: v.optional(v.record(v.string(), v.string())),
  word: v.picklist(['release', 'publish', 'stopKeepAlive']),
  putOptions: v.optional(v.strictObject({ node: v.optional(v.number()) })),
  addOptions: v.optional(v.strictObject({ node: v.optional(v.number()), learner: v.optional(v.boolean()) })),
  changeOptions: v.optional(
    v.strictObject({
      node: v.optional(v.number()),
      transition: v.optional(v.picklist(['auto', 'implicit', 'explicit'])),
    }),
  ),
  memberChanges: v.array(
    v.strictObject({
      type: v.picklist(['voter', 'learner', 'remove']),
      member: v.pipe(v.number(), v.integer()),
    }),
  ),
  getOptions: v.optional(
    v.strictObject({
      node: v.optional(v.number()),
      consistency: v.optional(v.picklist(['linearizable', 'serializable'])),
      rev: v.optional(v.pipe(v.number(), v.integer())),
    }),
  ),
  etcdctlOptions: v.optional(
    v.strictObject({
      node: v.optional(v.number()),
      api: v.optional(v.picklist([2, 3])),
      stdin: v.optional(v.string()),
    }),
  ),
} as const;

/** The argument, or an Error such as `kill: id: Expected number but received "x"`. */
export function argument<Schema extends v.GenericSchema>(
  call: string,
  name: string,
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = [name, v.getDotPath(issue)].filter((part) => part !== null).join('.');
  throw new Error(`${call}: ${path}: ${issue.message}`);
}
