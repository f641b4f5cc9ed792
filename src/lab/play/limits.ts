import { microsToMs, msToMicros, type Micros } from '../../base/flavor.ts';
import { textForms, type TextForm } from '../../export/form.ts';
import type { Stretch } from '../../export/writer.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { PaceChoice, StepKind, TimeWindow } from '../lab-port.ts';
import type { Run } from './run.ts';
import type { Step } from './stepper.ts';

/** The end of virtual time, 253 years: times stay exact to the microsecond, with room for what is due after it. */
const RUN_MICROS_MAX: Micros = 8e15;
const STEPS_MAX = 100_000;
/** At the slowest a frame of 16 ms is a microsecond of the run. */
const SPEED_MIN = 1 / 10_000;
const kinds: readonly StepKind[] = [
  'event',
  'message',
  'tick',
  'ready',
  'election',
  'role',
  'commit',
  'apply',
  'snapshot',
  'fault',
  'answer',
  'violation',
];

/** So many virtual ms after the playhead, and no later than the end of time. */
export function timeAfter(run: Run, ms: number): Micros {
  return ms === Infinity ? Infinity : Math.min(RUN_MICROS_MAX, run.cluster.world.now + msToMicros(ms));
}

/** The same, where the end of time is no answer. */
export function checkedTimeAfter(run: Run, ms: number): Micros {
  const { now } = run.cluster.world;
  const to = now + msToMicros(checkedMs('ms', ms));
  if (to <= RUN_MICROS_MAX) return to;
  const left = microsToMs(RUN_MICROS_MAX - now);
  throw new CommandError('badArgument', `ms is ${ms}, but this run can go on for ${left} ms at most`, {
    key: 'runsNoLonger',
    values: { ms, left },
  });
}

export function checkedMs(name: string, ms: number): number {
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new CommandError(
    'badArgument',
    `${name} is ${String(ms)}, but must be a number of milliseconds from 0`,
  );
}

export function checkedPace(pace: PaceChoice): PaceChoice {
  if (pace === 'meaning' || pace === Infinity) return pace;
  if (typeof pace === 'number' && pace >= SPEED_MIN) return pace;
  throw new CommandError(
    'badArgument',
    `speed is ${String(pace)}, but must be a number from ${SPEED_MIN} on, Infinity, or 'meaning'`,
  );
}

export function checkSteps(run: Run, { kind, node }: Step, count: number): void {
  if (!kinds.includes(kind)) {
    throw new CommandError('badArgument', `there is no step "${kind}"; steps are ${kinds.join(', ')}`);
  }
  if (node !== undefined && !run.live.world.machines.has(node)) {
    throw new CommandError('badArgument', `there is no node ${String(node)} to step by in this run`);
  }
  if (Number.isSafeInteger(count) && count >= 1 && count <= STEPS_MAX) return;
  throw new CommandError(
    'badArgument',
    `count is ${String(count)}, but must be a whole number from 1 to ${STEPS_MAX}`,
  );
}

export function checkForm(form: TextForm): void {
  if (textForms.includes(form)) return;
  throw new CommandError(
    'badArgument',
    `there is no form "${form as string}" to export to; there are ${textForms.join(', ')}`,
  );
}

/** A stretch of the run; what is asked for beyond its newest instant has nothing in it. */
export function checkedStretch(newest: Micros, { fromMs, toMs }: TimeWindow): Stretch {
  const from = msToMicros(checkedMs('fromMs', fromMs));
  const to = Math.min(newest, msToMicros(checkedMs('toMs', toMs)));
  if (from <= to) return { from, to };
  throw new CommandError(
    'badArgument',
    `the window from ${fromMs} to ${toMs} ms has nothing of this run, which goes from 0 to ${microsToMs(newest)} ms`,
    { key: 'emptyWindow', values: { fromMs, toMs, newest: microsToMs(newest) } },
  );
}

export function checkEvent({ history }: Run, event: number): void {
  const { last } = history.events;
  if (Number.isSafeInteger(event) && event >= 0 && event <= last) return;
  throw new CommandError('badArgument', `there is no event ${String(event)} in this run, which has ${last}`);
}

export function checkedText(what: string, text: unknown, max: number): string {
  if (typeof text === 'string' && text.length <= max) return text;
  throw new CommandError('badArgument', `${what} is a text of at most ${max} characters`);
}

/** Less than this leaves hardly anything of a run, more no tab has. */
const BUDGET_MIN = 8_000_000;
const BUDGET_MAX = 4_000_000_000;

export function isBudget(bytes: number): boolean {
  return Number.isFinite(bytes) && bytes >= BUDGET_MIN && bytes <= BUDGET_MAX;
}

export function checkedBudget(bytes: number): number {
  if (isBudget(bytes)) return bytes;
  throw new CommandError(
    'badArgument',
    `bytes is ${String(bytes)}, but must be a number from ${BUDGET_MIN} to ${BUDGET_MAX}`,
  );
}
