import { present } from '../base/assert.ts';
import type { NodeId, Revision } from '../base/flavor.ts';
import type { ConsoleInstruction } from '../console/kernel/heard.ts';
import type { ConsoleCompletions } from '../console/complete/complete.ts';
import type { Selection } from './frame/inspection.ts';
import type { ScreenLine } from '../console/screen.ts';
import { CommandError, type Command } from '../sim/command/command.ts';
import type { ClientRun } from '../sim/clients/client-run.ts';
import { loadConsoles, consolesHere } from '../sim/clients/console-step.ts';
import type { OnRun } from './on-run.ts';
import type { Run } from './play/run.ts';

/** A stretch of what a console has shown at the playhead. */
export interface ConsolePage {
  /** So many lines are there in all. */
  readonly total: number;
  readonly lines: readonly ScreenLine[];
}

/** `from`: the first line, from 1. */
export interface ConsolePageAsk {
  readonly console: string;
  readonly from: number;
  readonly limit: number;
}

export interface ConsoleCompletionsAsk {
  readonly console: string;
  readonly text: string;
  readonly cursor: number;
}

export interface ConsoleCalls {
  /** Opens a console at a member, the first that runs if none is named; gives its name: `console1`, `console2`, ... */
  readonly openConsole: (node?: NodeId) => Promise<string>;
  /** A line at its prompt, bytes or the end of input for the job in the foreground, a signal. */
  readonly tellConsole: (console: string, instruction: ConsoleInstruction) => Promise<void>;
  /** What it shows at the playhead, in pages. */
  readonly consolePage: (ask: ConsolePageAsk) => Promise<ConsolePage>;
  /** All of it as plain text. */
  readonly consoleText: (console: string) => Promise<string>;
  /** What it has done, as a lab script (src/lessons). */
  readonly consoleScript: (console: string) => Promise<string>;
  /** What can be typed at the cursor: commands, flags, keys of the store, members, files. */
  readonly consoleCompletions: (ask: ConsoleCompletionsAsk) => Promise<ConsoleCompletions>;
  /** What a line is about, by its number and a place in it; undefined: nothing that is known here. */
  readonly consoleSubject: (console: string, line: number, offset: number) => Promise<Selection | undefined>;
  /** Its processes are gone; what it has shown stays in the past. */
  readonly closeConsole: (console: string) => Promise<void>;
}

const PAGE_MAX = 2000;
const NAME = /^console(\d+)$/;

export interface ConsoleCallsParts extends OnRun {
  readonly act: (run: Run, command: Command) => Promise<void>;
}

/** The port's calls for consoles. All that is typed is a command of the run; what is shown is the playhead's. */
export function consoleCalls({ inTurn, act }: ConsoleCallsParts): ConsoleCalls {
  return {
    openConsole: (node) =>
      inTurn(async (run) => {
        const at = node ?? someMember(run);
        const client = freeName(run);
        await act(run, { type: 'startClient', client, endpoints: [at], program: { recipe: 'console' } });
        return client;
      }),

    tellConsole: (client, instruction) =>
      inTurn((run) => {
        known(run, client);
        return act(run, { type: 'tellClient', client, instruction });
      }),

    consolePage: ({ console: name, from, limit }) =>
      inTurn(async (run) => {
        const { screenOf } = await consoles();
        const { lines } = screenOf(known(run, name).log);
        const first = Math.max(0, from - 1);
        const count = Math.min(PAGE_MAX, Math.max(0, limit));
        return { total: lines.length, lines: lines.slice(first, first + count) };
      }),

    consoleText: (name) =>
      inTurn(async (run) => {
        const { plainText, screenOf } = await consoles();
        return plainText(screenOf(known(run, name).log).lines);
      }),

    consoleScript: (name) =>
      inTurn(async (run) => {
        const { consoleScript } = await import('./look/console-script.ts');
        return consoleScript(run, known(run, name));
      }),

    consoleCompletions: ({ console: name, text, cursor }) =>
      inTurn(async (run) => {
        const [{ completeLine, screenOf }, { consoleKnown }] = await Promise.all([consoles(), looks()]);
        const client = known(run, name);
        const jobs = [...screenOf(client.log).running.values()].flatMap(({ number }) => number ?? []);
        return completeLine(text, cursor, { ...consoleKnown(run.cluster.world, client), jobs });
      }),

    consoleSubject: (name, line, offset) =>
      inTurn(async (run) => {
        const [{ screenOf }, { consoleSubject }] = await Promise.all([consoles(), looks()]);
        const client = known(run, name);
        const text = screenOf(client.log).lines[line - 1]?.text;
        return text === undefined
          ? undefined
          : consoleSubject(run.cluster.world, client, text, offset, appliedIn(run));
      }),

    closeConsole: (client) =>
      inTurn((run) => {
        known(run, client);
        return act(run, { type: 'stopClient', client });
      }),
  };
}

async function consoles(): Promise<NonNullable<ReturnType<typeof consolesHere>>> {
  await loadConsoles();
  return present(consolesHere(), 'consoles are here once they are loaded');
}

const looks = () => import('./look/console-known.ts');

/** The first event in which a member had applied a revision, up to the playhead. */
function appliedIn({ history, cluster: { world } }: Run) {
  return (node: NodeId, revision: Revision): number | undefined =>
    revision < 2 ? undefined : history.facts.firstEver(node, 'revision', revision, world.events);
}

/** At the playhead. */
function known({ cluster: { world } }: Run, name: string): ClientRun {
  const run = world.clients.get(name);
  if (run?.client.program.recipe === 'console') return run;
  const names = [...world.clients.all()].filter(isConsole).map((each) => each.name);
  const there = names.length === 0 ? 'none is open' : `there are ${names.join(', ')}`;
  throw new CommandError('unknownClient', `there is no console ${name} at this instant: ${there}`);
}

function isConsole({ client }: ClientRun): boolean {
  return client.program.recipe === 'console';
}

function someMember({ cluster: { world } }: Run): NodeId {
  const machines = [...world.machines.values()];
  return (machines.find(({ status }) => status === 'up') ?? machines[0])?.id ?? 1;
}

/** The first number that no running client of this instant has: a console that was closed gives its number back. */
function freeName({ cluster: { world } }: Run): string {
  const taken = new Set<number>();
  for (const { name, status } of world.clients.all()) {
    const number = NAME.exec(name)?.[1];
    if (number !== undefined && (status === 'running' || status === 'paused')) taken.add(Number(number));
  }
  for (let number = 1; ; number++) if (!taken.has(number)) return `console${number}`;
}
