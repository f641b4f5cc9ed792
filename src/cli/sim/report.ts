import * as v from 'valibot';
import { UsageError } from './usage-error.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const failure = v.strictObject({
  seed: count,
  phase: v.picklist(['safety', 'liveness']),
  property: v.string(),
  detail: v.string(),
  event: count,
  atMs: v.number(),
  /** Of the small run it was shrunk to, if it was: its steps, whether they are by hand, and the fragment of the link that opens it. */
  steps: v.exactOptional(count),
  byHand: v.exactOptional(v.boolean()),
  link: v.exactOptional(v.string()),
  /** The options that run it again. */
  again: v.string(),
});

/** What a run of many seeds came to, as JSON. Version 1. */
const schema = v.strictObject({
  version: v.literal(1),
  /** What was asked, the same in every shard. */
  options: v.strictObject({
    seeds: v.tuple([count, count]),
    nodes: count,
    events: count,
    faults: v.array(v.string()),
    rule: v.nullable(v.string()),
    storage: v.nullable(v.string()),
  }),
  /** The stretches of seeds that were run. */
  ran: v.array(v.tuple([count, count])),
  passed: count,
  failed: count,
  events: count,
  virtualSeconds: v.number(),
  /** Of all cores together. */
  coreSeconds: v.number(),
  failures: v.array(failure),
});

export type SimReport = v.InferOutput<typeof schema>;
export type ReportedFailure = v.InferOutput<typeof failure>;

/** Of a file that should be one. Throws a UsageError that says what is wrong with it. */
export function parseReport(file: string, content: string): SimReport {
  let plain: unknown;
  try {
    plain = JSON.parse(content);
  } catch (error) {
    throw new UsageError(`${file} is no report: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = v.safeParse(schema, plain);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new UsageError(
    `${file} is no report of npm run sim: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`,
  );
}

/** The shards' reports as one. Throws a UsageError where they are not of the same run, or a seed is in two of them. */
export function mergeReports(
  reports: readonly { readonly file: string; readonly report: SimReport }[],
): SimReport {
  const [first] = reports;
  if (first === undefined) throw new UsageError('--merge needs files');
  const asked = JSON.stringify(first.report.options);
  for (const { file, report } of reports) {
    if (JSON.stringify(report.options) !== asked) {
      throw new UsageError(
        `${file} is of another run than ${first.file}: ${JSON.stringify(report.options)} and ${asked}`,
      );
    }
  }
  const ran = reports
    .flatMap(({ file, report }) => report.ran.map((stretch) => ({ file, stretch })))
    .sort((a, b) => a.stretch[0] - b.stretch[0]);
  for (const [i, { file, stretch }] of ran.entries()) {
    const before = ran[i - 1];
    if (before !== undefined && stretch[0] <= before.stretch[1]) {
      throw new UsageError(
        `seed ${stretch[0]} is in ${before.file} and in ${file}: each shard's report counts once`,
      );
    }
  }
  const sum = (of: (report: SimReport) => number): number =>
    reports.reduce((all, { report }) => all + of(report), 0);
  return {
    ...first.report,
    ran: joined(ran.map(({ stretch }) => stretch)),
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    events: sum(({ events }) => events),
    virtualSeconds: sum(({ virtualSeconds }) => virtualSeconds),
    coreSeconds: sum(({ coreSeconds }) => coreSeconds),
    failures: reports.flatMap(({ report }) => report.failures).sort((a, b) => a.seed - b.seed),
  };
}

/** Stretches that follow on each other are one. */
function joined(stretches: readonly [number, number][]): [number, number][] {
  const all: [number, number][] = [];
  for (const [first, last] of stretches) {
    const before = all.at(-1);
    if (before !== undefined && before[1] + 1 === first) before[1] = last;
    else all.push([first, last]);
  }
  return all;
}

/** Seeds that were asked for and are in no report. */
export function missingSeeds({ options: { seeds }, ran }: SimReport): [number, number][] {
  const missing: [number, number][] = [];
  let [next] = seeds;
  for (const [first, last] of ran) {
    if (first > next) missing.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= seeds[1]) missing.push([next, seeds[1]]);
  return missing;
}
