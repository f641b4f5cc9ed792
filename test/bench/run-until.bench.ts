import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';

// Ten seconds of five members under 50 puts a second, flat out and recorded: with a breakpoint that never halts beside without one,
// in turns; the median ratio of processor time, of the dearest of the conditions. And the same stretch looked through by
// runUntil for what does not come, beside running it.

const CONDITIONS = [
  'node(3).role == leader && term(3) >= 4000',
  'message.type == MsgAppResp && message.reject && message.index > 1000000',
  'commit(2) >= 1000000',
];
const ROUNDS = 7;
const MS = 10_000;

async function loadedLab(): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });
  await lab.reset({ nodes: 5, seed: 7 });
  await lab.runFor(2000);
  const settings = {
    clients: 8,
    perSecond: 50,
    put: 1,
    get: 0,
    txn: 0,
    delete: 0,
    serializable: 0,
    keys: 50,
    valueBytes: 100,
  };
  const program = { recipe: 'load', name: new Uint8Array([108]), settings } as const;
  await lab.act({ type: 'startClient', client: 'load', endpoints: [1, 2, 3, 4, 5], program });
  return lab;
}

/** Milliseconds of processor time. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

const lab = await loadedLab();
const bases: number[] = [];
const withOne = CONDITIONS.map((): number[] => []);
const searched = CONDITIONS.map((): number[] => []);
for (let round = 0; round <= ROUNDS; round++) {
  for (const [i, condition] of CONDITIONS.entries()) {
    // Runs without on both sides: whatever grows with the run befalls both.
    const before = await timeOf(() => lab.runFor(MS));
    const looked = await timeOf(() => lab.runUntil(condition, MS));
    await lab.setBreakpoints([{ id: 1, condition, on: true }]);
    const halted = await timeOf(() => lab.runFor(MS));
    await lab.setBreakpoints([]);
    const after = await timeOf(() => lab.runFor(MS));
    if (round === 0) continue;
    const base = (before + after) / 2;
    bases.push(base);
    withOne[i]?.push(halted / base);
    searched[i]?.push(looked / base);
  }
}
for (const [name, all] of [
  ['run-until/ratio', withOne],
  ['run-until/search/ratio', searched],
] as const) {
  const ratios = all.map((each) => median(each));
  printLine(name, Math.max(...ratios), '1', {
    ms: Math.round(median(bases)),
    each: ratios.map((ratio) => Number(ratio.toFixed(3))).join(' '),
  });
}
