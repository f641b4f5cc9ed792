import { drawInt, makeDice } from '../../src/base/random.ts';
import { Lab } from '../../src/lab/lab.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Member } from '../../src/node/member.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

/** Seeks in runs of so many events: five nodes, puts all the time, now and then a crash and a restart; a million: seek-long. */
const LENGTHS = [10_000, 100_000];
const SEEKS = 300;

function realMs(): number {
  return performance.now();
}

async function recordRun(length: number): Promise<{ lab: Lab; endMs: number }> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: realMs });
  await lab.reset({ seed: 7 });
  const dice = makeDice(7, 'bench');
  let request = 0;
  for (;;) {
    const { events, timeMs } = await lab.state();
    if (events >= length) return { lab, endMs: timeMs };
    await lab.runFor(drawInt(dice, 20, 400));
    for (let puts = drawInt(dice, 1, 5); puts > 0; puts--) {
      const value = encodeUtf8(`value ${++request}`);
      const key = encodeUtf8(`key ${drawInt(dice, 0, 99)}`);
      const node = drawInt(dice, 1, 5);
      await lab.act({ type: 'request', request, node, operation: { type: 'put', key, value } });
    }
    if (drawInt(dice, 0, 49) === 0) await maybeAct(lab, { type: 'kill', node: drawInt(dice, 1, 2) });
    if (drawInt(dice, 0, 19) === 0) await maybeAct(lab, { type: 'restart', node: drawInt(dice, 1, 2) });
  }
}

/** A node that is down already, or up: nothing to do. */
async function maybeAct(lab: Lab, command: Command): Promise<void> {
  try {
    await lab.act(command);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}

/** Real milliseconds of each of `count` seeks to random instants in [from, to], each from the live edge. */
async function seekTimes(lab: Lab, from: number, to: number, count: number): Promise<number[]> {
  const dice = makeDice(11, 'seeks', from);
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    await lab.live();
    const target = drawInt(dice, Math.floor(from), Math.floor(to));
    const begun = performance.now();
    await lab.seek(target);
    times.push(performance.now() - begun);
  }
  return times;
}

async function stepBackTimes(lab: Lab, endMs: number): Promise<number[]> {
  const dice = makeDice(12, 'steps back');
  const times: number[] = [];
  for (let i = 0; i < SEEKS; i++) {
    await lab.seek(drawInt(dice, 1000, Math.floor(endMs)));
    const begun = performance.now();
    await lab.back('event');
    times.push(performance.now() - begun);
  }
  return times;
}

function p95(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

function print(name: string, value: number, unit: string, more: object = {}): void {
  console.log(JSON.stringify({ name, value: Number(value.toFixed(3)), unit, ...more }));
}

for (const length of LENGTHS) {
  const begun = performance.now();
  const { lab, endMs } = await recordRun(length);
  const recordedMs = performance.now() - begun;
  const { events } = await lab.state();
  print(`record/${length}`, (recordedMs * 1000) / events, 'µs/event', { events, virtualMs: endMs });
  await seekTimes(lab, 0, endMs, 30); // warm
  print(`seek/${length}/p95`, p95(await seekTimes(lab, 0, endMs, SEEKS)), 'ms', { events });
  print(`seek/${length}/first-tenth/p95`, p95(await seekTimes(lab, 0, endMs / 10, SEEKS)), 'ms');
  print(`seek/${length}/last-tenth/p95`, p95(await seekTimes(lab, endMs * 0.9, endMs, SEEKS)), 'ms');
  print(`step-back/${length}/p95`, p95(await stepBackTimes(lab, endMs)), 'ms');
}
