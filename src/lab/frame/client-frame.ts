import { unreachable } from '../../base/assert.ts';
import type { LoadProgram } from '../../client/load.ts';
import type { Program } from '../../client/process.ts';
import type { ClientRun } from '../../sim/clients/client-run.ts';
import type { ClientFrame, LoadFrame } from './frame.ts';

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
    told: log.length,
    lines: log.slice(first).map(({ at, note }, i) => ({ number: first + i + 1, at, note })),
  };
  told.set(run, { length: log.length, frame });
  return frame;
}

function loadFrame(program: LoadProgram): LoadFrame {
  const { settings, open, made, heldBack, counts, seconds } = program;
  return { settings, underWay: open.length, made, heldBack, counts, seconds };
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
      return NOTHING;
    default:
      return unreachable(program);
  }
}
