import { msToMicros } from '../../base/flavor.ts';
import { Monitors } from '../../check/monitors.ts';
import { judgePrograms } from '../../check/programs.ts';
import type { PropertyName } from '../../check/properties.ts';
import { Member } from '../../node/member.ts';
import type { SwitchName } from '../../node/rules.ts';
import { runRecipe } from '../../shrink/recipe.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { parseConfig } from '../../sim/world/parse-config.ts';
import { parseScripts } from '../language/parse-script.ts';
import type { Script } from '../language/script.ts';
import { InProcessStage } from '../run/in-process-stage.ts';
import { Performance } from '../run/run-script.ts';
import type { ScriptStage } from '../run/stage.ts';
import type { BrokenRun, ScriptedRun, TimedRun } from './broken-run.ts';
import { isScripted, scriptOf } from './script-of.ts';
import { stalledIn } from './stalled.ts';

/** What came of a schedule. */
export interface BrokenOutcome {
  /** The properties that were violated, in the order in which the checks saw them. */
  readonly violated: readonly string[];
  /** What happened up to the first of the violations that are wanted: campaigns, deliveries, crashes, what clients asked for; undefined: there was none. */
  readonly steps: number | undefined;
  /** Why a member fell by itself. */
  readonly fell: string | undefined;
}

/** Plays a schedule to its end, or to the first violation that is wanted, with the switch on or off. */
export function playBroken(
  name: SwitchName,
  run: BrokenRun,
  on: boolean,
  wanted: readonly PropertyName[],
): Promise<BrokenOutcome> {
  return isScripted(run) ? playScript(name, run, on, wanted) : playTimed(name, run, on, wanted);
}

/** Lines that cannot be done are passed over: with the rule kept things go otherwise. */
async function playScript(
  name: SwitchName,
  run: ScriptedRun,
  on: boolean,
  wanted: readonly string[],
): Promise<BrokenOutcome> {
  const script = scriptIn(scriptOf(name, run, on));
  const stage = new InProcessStage();
  const steps = new Steps();
  const counting: ScriptStage = {
    begin: (config, listen) =>
      stage.begin(config, (event) => {
        steps.take(event);
        listen(event);
      }),
    act: (command) => stage.act(command),
    get world() {
      return stage.world;
    },
  };
  const performance = new Performance(script, counting, () => undefined);
  let isThere = false;
  for (const step of script.steps) {
    await performance.take(step);
    const { cluster } = performance;
    isThere = cluster?.violations.some((each) => wanted.includes(each.name)) === true;
    if (isThere || cluster?.fallen !== undefined) break;
  }
  const { cluster } = performance;
  const stalls = run.isLeftAlone === true && cluster !== undefined ? stalledIn(cluster.world) : [];
  const violated = [...new Set([...(cluster?.violations.map((each) => each.name) ?? []), ...stalls])];
  const first = cluster?.world.watcher.violations.find(({ property }) => wanted.includes(property));
  isThere ||= stalls.some((property) => wanted.includes(property));
  return { violated, steps: isThere ? steps.upTo(first?.event) : undefined, fell: cluster?.fallen };
}

async function playTimed(
  name: SwitchName,
  { config, steps: commands, endMs, isLeftAlone }: TimedRun,
  on: boolean,
  wanted: readonly string[],
): Promise<BrokenOutcome> {
  const watcher = new Monitors();
  const steps = new Steps();
  const recipe = {
    config: parseConfig({ ...config, brokenRules: on ? [name] : [] }),
    steps: commands.map(({ atMs, command }) => ({ at: msToMicros(atMs), command })),
    end: msToMicros(endMs),
  };
  const firstWanted = () => watcher.violations.find(({ property }) => wanted.includes(property));
  const journal = { append: (event: WorldEvent) => steps.take(event) };
  const { cluster } = await runRecipe(
    recipe,
    { factory: Member, watcher, journal },
    () => firstWanted() !== undefined,
  );
  const atEnd = [
    ...judgePrograms(cluster.world).map(({ property }) => property),
    ...(isLeftAlone === true ? stalledIn(cluster.world) : []),
  ];
  const violated = [...new Set([...watcher.violations.map(({ property }) => property), ...atEnd])];
  const first = firstWanted();
  const isWanted = first !== undefined || atEnd.some((property) => wanted.includes(property));
  const fell = [...cluster.world.machines.values()].find(({ crashed }) => crashed !== undefined)?.crashed;
  return { violated, steps: isWanted ? steps.upTo(first?.event) : undefined, fell };
}

/** The events of a run that count as steps. */
class Steps {
  readonly #events: number[] = [];

  take(event: WorldEvent): void {
    if (isStep(event)) this.#events.push(event.number);
  }

  /** So many were there up to an event; undefined: in all. */
  upTo(event = Infinity): number {
    return this.#events.filter((number) => number <= event).length;
  }
}

function scriptIn(text: string): Script {
  const [parsed] = parseScripts(text, 'broken');
  if (parsed?.ok === true) return parsed.script;
  throw new Error(`a schedule that does not read well: ${JSON.stringify(parsed?.error)}`);
}

/** As the catalogue of rules counts: campaigns, deliveries, crashes, what clients ask for, and a leader that sends again. */
function isStep({ type, command, waits, output }: WorldEvent): boolean {
  switch (type) {
    case 'message':
    case 'campaign':
    case 'transferLeader':
    case 'request':
    case 'openStream':
    case 'sendStream':
    case 'confChange':
    case 'snapshotNow':
      return !waits;
    case 'command':
      return command?.type === 'kill';
    case 'tick':
      return (output?.sends.length ?? 0) > 0;
    default:
      return false;
  }
}
