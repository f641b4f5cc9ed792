import type { Micros, NodeId } from '../../base/flavor.ts';
import { unreachable } from '../../base/assert.ts';
import type { LoadProgram } from '../../client/load.ts';
import type { Program, ProgramStage } from '../../client/process.ts';
import type { ShownJob } from '../../console/screen.ts';
import { consolesHere } from '../../sim/clients/console-step.ts';
import type { ClientLine, ClientRun } from '../../sim/clients/client-run.ts';

/** A client program. The same object as long as nothing has happened to it. */
export interface ClientFrame {
  readonly name: string;
  /** How often one of this name was started before. */
  readonly life: number;
  readonly recipe: Program['recipe'];
  /** What it works on: the lock's name, the key, the service. */
  readonly subject: Uint8Array;
  /** By the recipe's own word; undefined: it has none. */
  readonly stage: ProgramStage | undefined;
  readonly endpoints: readonly NodeId[];
  readonly startedAt: Micros;
  readonly status: ClientRun['status'];
  /** What has come while it was paused. */
  readonly waiting: number;
  /** Of a load: what it does; its calls are in no other part of the frame. */
  readonly load: LoadFrame | undefined;
  /** Of a console. */
  readonly console: ConsoleFrame | undefined;
  /** What it has told of itself, ever, and the newest of it, oldest first. */
  readonly told: number;
  readonly lines: readonly (Pick<ClientLine, 'at' | 'note'> & { readonly number: number })[];
}

/** A load: its dials, its calls under way, made and held back, how they ended, and that for each of the last seconds. */
export interface LoadFrame extends Pick<
  LoadProgram,
  'settings' | 'made' | 'heldBack' | 'counts' | 'seconds'
> {
  readonly underWay: number;
}

/** A console: what it shows is asked for apart (`LabPort.consolePage`), as it may be much. */
export interface ConsoleFrame {
  /** The member that it is at. */
  readonly at: NodeId;
  /** So many lines has it shown. */
  readonly lines: number;
  /** So many of them, from the first, were cleared away. */
  readonly cleared: number;
  /** Jobs that run, in the order in which they began: at most one of them has the prompt. */
  readonly jobs: readonly ShownJob[];
}

/** The newest lines of a client that are shown. */
const LINES_SHOWN = 40;

/** By log: what was said when it was as long, of the same run. */
const told = new WeakMap<ClientRun, { readonly length: number; readonly frame: ClientFrame }>();

/** A client program as the page shows it. */
export function clientFrame(run: ClientRun): ClientFrame {
  const { log, client } = run;
  const before = told.get(run);
  if (before?.length === log.length) return before.frame;
  const { program } = client;
  const first = Math.max(0, log.length - LINES_SHOWN);
  const frame: ClientFrame = {
    name: run.name,
    life: run.life,
    recipe: program.recipe,
    subject: subjectOf(program),
    stage: 'stage' in program ? program.stage : undefined,
    endpoints: client.endpoints,
    startedAt: run.startedAt,
    status: run.status,
    waiting: run.waiting.length,
    load: program.recipe === 'load' ? loadFrame(program) : undefined,
    console: program.recipe === 'console' ? consoleFrame(run) : undefined,
    told: log.length,
    lines:
      program.recipe === 'console'
        ? []
        : log.slice(first).map(({ at, note }, i) => ({ number: first + i + 1, at, note })),
  };
  told.set(run, { length: log.length, frame });
  return frame;
}

function loadFrame(program: LoadProgram): LoadFrame {
  const { settings, open, made, heldBack, counts, seconds } = program;
  return { settings, underWay: open.length, made, heldBack, counts, seconds };
}

function consoleFrame({ client, log }: ClientRun): ConsoleFrame {
  const screen = consolesHere()?.screenOf(log);
  return {
    at: client.endpoints[0] ?? 0,
    lines: screen?.lines.length ?? 0,
    cleared: screen?.cleared ?? 0,
    jobs: [...(screen?.running.values() ?? [])],
  };
}

const NOTHING = new Uint8Array(0);

function subjectOf(program: Program): Uint8Array {
  switch (program.recipe) {
    case 'load':
    case 'lock':
    case 'campaign':
    case 'observe':
    case 'enqueue':
    case 'dequeue':
    case 'rwLock':
      return program.name;
    case 'barrier':
    case 'doubleBarrier':
    case 'leaderKey':
      return program.key;
    case 'discovery':
      return program.service;
    case 'watching':
      return program.request.key;
    case 'stm': {
      const [first] = program.statements;
      return first === undefined ? NOTHING : first.key;
    }
    case 'calls': {
      const [next] = program.operations;
      return next !== undefined && 'key' in next ? next.key : NOTHING;
    }
    case 'keepAlive':
    case 'console':
      return NOTHING;
    default:
      return unreachable(program);
  }
}
