import { drawInt, makeDice } from '../../src/base/random.ts';
import { explainWhy } from '../../src/explain/why/explain-why.ts';
import { subjectText } from '../../src/explain/why/subject.ts';
import { RunPast } from '../../src/lab/debug/run-past.ts';
import { drawSubjects } from '../explain/why/random-subjects.ts';
import { subjectsOf, withLeasesAndWatches } from '../explain/why/random.ts';
import { randomRun, work } from '../explain/recorded-run.ts';
import { printLine } from './print-line.ts';

/** Answers to *why*, in a run of so many events with calls, crashes and restarts, at instants all over it. */
const EVENTS = 100_000;
const INSTANTS = 60;

const { run } = await randomRun(
  { nodes: 5, seed: 3 },
  ['kill', 'restart', 'partition', 'transfer', 'disk'],
  EVENTS,
  withLeasesAndWatches,
);
const past = new RunPast(run);
const dice = makeDice(3, 'why');
const times: number[] = [];
const slowest: { ms: number; what: string } = { ms: 0, what: '' };
for (let instant = -5; instant < INSTANTS; instant++) {
  await run.seekEvent(drawInt(dice, 1000, EVENTS), work);
  const nodes = [...past.now.machines.keys()].flatMap((node) => [
    `node(${node})`,
    `vote(${node})`,
    `progress(${node})`,
  ]);
  const drawn = drawSubjects(dice, past.now);
  for (const asked of ['leader', ...nodes, ...subjectsOf(past.now), ...drawn]) {
    const begin = performance.now();
    const { answer } = await explainWhy(past, asked);
    const ms = performance.now() - begin;
    // The first ones are there to warm up.
    if (instant < 0) continue;
    times.push(ms);
    if (ms > slowest.ms)
      Object.assign(slowest, {
        ms,
        what: `${typeof asked === 'string' ? asked : subjectText(asked)}: ${answer}`,
      });
  }
}
times.sort((a, b) => a - b);
const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
printLine('why/p50', at(0.5), 'ms', { events: EVENTS, answers: times.length });
printLine('why/p95', at(0.95), 'ms', { events: EVENTS, target: 16 });
printLine('why/slowest', slowest.ms, 'ms', { answer: slowest.what });
