import { present } from '../../base/assert.ts';
import { knownLessons } from '../../lessons/known-lessons.ts';
import { parseScripts } from '../../lessons/language/parse-script.ts';
import type { Script, ScriptStep } from '../../lessons/language/script.ts';
import { Performance } from '../../lessons/run/run-script.ts';
import { CommandError } from '../../sim/command/command.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import { buildFrame } from '../frame/build-frame.ts';
import type { Frame, FrameRequest } from '../frame/frame.ts';
import { DiskViews } from '../look/disk-views.ts';
import type { LongWork } from '../play/long-work.ts';
import { Run } from '../play/run.ts';
import { RunStage } from '../script/run-stage.ts';
import { pairLines, type Paired } from './pair-lines.ts';

/** Two scripts beside each other, line by line: what both have done, and how they stand after it. */
export type SideBySide = readonly SideLine[];

export interface SideLine {
  readonly a: Side;
  readonly b: Side;
}

export interface Side {
  /** The action; undefined: the other side alone does something. */
  readonly text: string | undefined;
  /** Why it could not be done on this side; undefined: it was. */
  readonly refused: string | undefined;
  /** How it stands after it. */
  readonly frame: Frame;
  /** So many messages of each type have been sent up to here. */
  readonly sent: Readonly<Partial<Record<BusMessageType, number>>>;
}

/** So many lines may a script have. */
const LINES_MAX = 200;
/** Columns of the logs that are shown. */
const LOG_COLUMNS = 24;

const request: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: LOG_COLUMNS,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};

/**
 * Plays two scripts in this thread, in runs that nobody else sees; what they expect is left out. Their lines are paired: equal ones
 * with each other. Rejects where one cannot be read, or begins no cluster.
 */
export async function sideBySide(
  a: string,
  b: string,
  factory: MemberFactory,
  work: LongWork,
): Promise<SideBySide> {
  const scripts = { a: scriptOf('a', a), b: scriptOf('b', b) };
  const [one, two] = [actionsOf(scripts.a), actionsOf(scripts.b)];
  const pairs = pairLines(one, two);
  const sides = { a: new Player(scripts.a, factory, work), b: new Player(scripts.b, factory, work) };
  const lines: SideLine[] = [];
  for (const pair of pairs) {
    lines.push({ a: await sides.a.take(pair.a), b: await sides.b.take(pair.b) });
    await work.rest(lines.length / pairs.length);
  }
  return lines;
}

function scriptOf(name: string, text: string): Script {
  const [parsed, ...others] = parseScripts(text, name);
  if (parsed === undefined || others.length > 0)
    throw new CommandError('badArgument', `side by side: ${name} is one script`);
  if (!parsed.ok) {
    const { line, column, reason } = parsed.error;
    throw new CommandError('badArgument', `side by side: ${name}, line ${line}, column ${column}: ${reason}`);
  }
  const { script } = parsed;
  if (script.steps[0]?.action.type !== 'cluster')
    throw new CommandError('badArgument', `side by side: ${name} begins with a line cluster …`);
  if (script.steps.length > LINES_MAX)
    throw new CommandError('badArgument', `side by side: ${name} has more than ${LINES_MAX} lines`);
  return script;
}

function actionsOf({ steps }: Script): readonly ScriptStep[] {
  return steps.filter(({ action: { type } }) => type !== 'mark' && !type.startsWith('expect'));
}

/** One side: plays its lines, and stands where it is while the other does something alone. */
class Player {
  readonly #stage: RunStage;
  readonly #performance: Performance;
  readonly #diskViews: DiskViews;
  readonly #sent: Partial<Record<BusMessageType, number>> = {};
  #counted = 0;
  #shown: Side | undefined;

  constructor(script: Script, factory: MemberFactory, work: LongWork) {
    this.#stage = new RunStage({
      begin: (config) => Run.begin(config, new InProcessHost(factory), factory),
      rest: () => work.rest(),
    });
    this.#diskViews = new DiskViews(factory);
    this.#performance = new Performance(script, this.#stage, knownLessons);
  }

  async take(step: Paired): Promise<Side> {
    if (step === undefined && this.#shown !== undefined)
      return { ...this.#shown, text: undefined, refused: undefined };
    const difference = step && (await this.#performance.take(step));
    const { run } = this.#stage;
    if (run === undefined)
      throw new CommandError('badArgument', `side by side: no cluster begins: ${difference?.got ?? ''}`);
    this.#count(run);
    this.#shown = {
      text: step?.text,
      refused: difference?.got,
      frame: buildFrame(run, this.#diskViews, request, STILL),
      sent: { ...this.#sent },
    };
    return this.#shown;
  }

  #count({ timeline: { arrows } }: Run): void {
    for (let id = this.#counted + 1; id <= arrows.last; id++) {
      const type = present(arrows.typeOf(id), 'a message of the run');
      this.#sent[type] = (this.#sent[type] ?? 0) + 1;
    }
    this.#counted = arrows.last;
  }
}

/** Nobody plays it. */
const STILL: Parameters<typeof buildFrame>[3] = {
  version: 0,
  playing: false,
  speed: 1,
  pace: 'fixed',
  run: 0,
  halts: false,
  halted: undefined,
  watches: undefined,
  work: undefined,
  inspection: undefined,
  step: undefined,
  lab: { name: '', keeping: undefined },
};
