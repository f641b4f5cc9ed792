import { parseSimArguments, type MergeOptions, type SimOptions } from './arguments.ts';
import { SeedThreads } from './seed-threads.ts';
import { formatSeconds, Progress, type ProgressIo } from './progress.ts';
import { mergeReports, missingSeeds, parseReport, type ReportedFailure, type SimReport } from './report.ts';
import type { SeedOutcome, SmallRun } from './run-seed.ts';
import type { Environment } from './shard.ts';
import { UsageError } from './usage-error.ts';

/** Where the command reads and writes; the exit code is what it returns. */
export interface SimIo {
  readonly environment: Environment;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** Throws when there is no such file. */
  readonly readFile: (path: string) => string;
  readonly writeFile: (path: string, content: string) => void;
  readonly progress: ProgressIo;
}

/** Where `npm start` serves the page unless told otherwise. */
const BASE = 'http://127.0.0.1:4173/';
/** More failing seeds than that are not shrunk: they would take long and tell little that is new. */
const SHRUNK_MAX = 20;

/** 0: all passed. 1: a seed failed, or one that was asked for was not run. 2: the command was wrong. */
export async function simCommand(args: readonly string[], io: SimIo): Promise<number> {
  try {
    const options = parseSimArguments(args, io.environment);
    return 'merge' in options ? merge(options, io) : await simulate(options, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.complain(error.message);
    return 2;
  }
}

async function simulate(options: SimOptions, io: SimIo): Promise<number> {
  const { firstSeed, lastSeed, shard } = options;
  if (shard !== undefined) {
    io.complain(`shard ${shard.index} of ${shard.count} (${shard.from}): seeds ${firstSeed} to ${lastSeed}`);
  }
  const total = lastSeed - firstSeed + 1;
  const threads = await SeedThreads.build();
  const begun = io.progress.now();
  const progress = new Progress(io.progress, total);
  const outcomes: SeedOutcome[] = [];
  await threads.run(seedsOf(options), options, (outcome) => {
    outcomes.push(outcome);
    const { seed, failure } = outcome;
    progress.seedDone(failure === undefined ? undefined : `seed ${seed}: ${failure.property}`);
  });
  const seconds = (io.progress.now() - begun) / 1000;
  progress.end();
  const failed = outcomes.filter(({ failure }) => failure !== undefined).sort((a, b) => a.seed - b.seed);
  const small = await threads.shrink(worthShrinking(failed, options), options);
  await threads.close();
  const report = reportOf(options, outcomes, failed, small, seconds);
  writeReport(options.report, report, io);
  return tell(report, io);
}

function* seedsOf({ firstSeed, lastSeed }: SimOptions): Generator<number, undefined> {
  for (let seed = firstSeed; seed <= lastSeed; seed++) yield seed;
}

/** Of a broken rule the first seed of each property that it breaks: the others would come to the same. */
function worthShrinking(failed: readonly SeedOutcome[], { rule }: SimOptions): number[] {
  const known = new Set<string>();
  const isNew = ({ failure }: SeedOutcome): boolean => {
    const { property = '' } = failure ?? {};
    return !known.has(property) && known.add(property) !== undefined;
  };
  const worth = rule === undefined ? failed : failed.filter(isNew);
  return worth.slice(0, SHRUNK_MAX).map(({ seed }) => seed);
}

function reportOf(
  options: SimOptions,
  outcomes: readonly SeedOutcome[],
  failed: readonly SeedOutcome[],
  small: readonly SmallRun[],
  seconds: number,
): SimReport {
  const { seeds, firstSeed, lastSeed, nodes, events, faults, rule = null, storage = null, workers } = options;
  return {
    version: 1,
    options: { seeds: [...seeds], nodes, events, faults: [...faults], rule, storage },
    ran: lastSeed < firstSeed ? [] : [[firstSeed, lastSeed]],
    passed: outcomes.length - failed.length,
    failed: failed.length,
    events: outcomes.reduce((sum, outcome) => sum + outcome.events, 0),
    virtualSeconds: outcomes.reduce((sum, { timeMs }) => sum + timeMs / 1000, 0),
    coreSeconds: seconds * Math.min(workers, Math.max(1, outcomes.length)),
    failures: failed.flatMap(({ seed, failure }): ReportedFailure[] => {
      if (failure === undefined) return [];
      const found = small.find((each) => each.seed === seed);
      return [
        {
          seed,
          ...failure,
          ...(found === undefined ? {} : { steps: found.steps, byHand: found.byHand, link: found.link }),
          again: again(seed, options),
        },
      ];
    }),
  };
}

/** The options that run this seed again. */
function again(seed: number, { nodes, events, faults, rule, storage }: SimOptions): string {
  const more = [
    ...(rule === undefined ? [] : ['--rule', rule]),
    ...(storage === undefined ? [] : ['--storage', storage]),
  ];
  return [
    '--seeds',
    `${seed}..${seed}`,
    '--nodes',
    nodes,
    '--events',
    events,
    '--faults',
    faults.join(','),
    ...more,
  ].join(' ');
}

function merge({ merge: files, report: file }: MergeOptions, io: SimIo): number {
  const report = mergeReports(
    files.map((each) => ({ file: each, report: parseReport(each, contentOf(each, io)) })),
  );
  writeReport(file, report, io);
  const missing = missingSeeds(report);
  const code = tell(report, io, missing);
  return missing.length > 0 ? 1 : code;
}

function contentOf(file: string, io: SimIo): string {
  try {
    return io.readFile(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function writeReport(file: string | undefined, report: SimReport, io: SimIo): void {
  if (file === undefined) return;
  try {
    io.writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
  } catch (error) {
    throw new UsageError(
      `--report: ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A line for each seed that failed, with what opens it; then how much was simulated, and how many passed. */
function tell(report: SimReport, io: SimIo, missing: readonly (readonly [number, number])[] = []): number {
  for (const failure of report.failures) {
    const { seed, phase, property, event, atMs, detail, steps, byHand, link } = failure;
    io.print(`seed ${seed}: ${property} (${phase} phase, event ${event}, ${atMs} ms): ${detail}`);
    if (link !== undefined) {
      io.print(`  shrunk to ${steps} ${byHand === true ? 'steps by hand' : 'commands'}: ${BASE}#${link}`);
    }
    io.print(`  again: npm run sim -- ${failure.again}`);
  }
  for (const [first, last] of missing) io.print(`seeds ${first} to ${last} are in no report`);
  const { events, virtualSeconds, coreSeconds, passed, failed } = report;
  io.print(
    `${events} events, ${formatSeconds(virtualSeconds)} simulated in ${formatSeconds(coreSeconds)} of cores (${(virtualSeconds / Math.max(0.001, coreSeconds)).toPrecision(3)} to 1)`,
  );
  io.print(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
