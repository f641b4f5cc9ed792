import { CommandError } from '../../sim/command/command.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import { holds } from '../debug/holds.ts';
import type { Frame } from '../frame/frame.ts';
import type { SketchAsk } from '../lab-port.ts';
import { DiskViews } from '../look/disk-views.ts';
import { Looks } from '../look/looks.ts';
import type { Rest } from '../play/long-work.ts';
import { Playback } from '../play/playback.ts';
import { Run } from '../play/run.ts';
import { playScripts } from './play-scripts.ts';

export interface SketchParts {
  readonly factory: MemberFactory;
  /** Real milliseconds. */
  readonly clock: () => number;
  readonly rest: Rest;
}

/** How many arrows a small picture of a whole run has, at most: what is more is counted. */
const ARROWS_MAX = 400;

/**
 * A script played in a run of its own that nobody opens, and the frame at the first instant at which the condition begins to
 * hold: what a small picture of it is drawn from. Throws a CommandError where the script or the condition is none, or the script
 * never comes there.
 */
export async function sketch({ script, at, logColumns }: SketchAsk, parts: SketchParts): Promise<Frame> {
  const run = await played(script, parts);
  const { hits } = await holds(run, at, parts.rest);
  const [first] = hits;
  if (first === undefined) throw new CommandError('badArgument', `the script never comes to: ${at}`);
  await run.seekEvent(first.event);
  const { now } = run.cluster.world;
  const request = {
    elapsedMs: 0,
    log: 'tail',
    logColumns,
    timeline: { from: 0, to: Math.max(1, now), maxArrows: ARROWS_MAX, hide: [], fold: { but: [] } },
    store: undefined,
  } as const;
  const lab = { name: '', keeping: undefined };
  return new Looks(new DiskViews(parts.factory)).frame(
    run,
    request,
    new Playback(parts.clock),
    undefined,
    {},
    lab,
  );
}

async function played(script: string, { factory, rest }: SketchParts): Promise<Run> {
  let run: Run | undefined;
  const { failures } = await playScripts(script, {
    begin: async (config) => (run = await Run.begin(config, new InProcessHost(factory), factory)),
    rest,
  });
  const [failure] = failures;
  if (failure !== undefined) {
    const { line, text, expected, got } = failure;
    throw new CommandError('badArgument', `line ${line}: ${text}: expected ${expected}, got ${got}`);
  }
  if (run === undefined)
    throw new CommandError('badArgument', 'a script begins with a line: cluster voters=…');
  return run;
}
