import { present } from '../../src/base/assert.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';
import { recordedRun } from './workloads/recorded-run.ts';

// A message that has ended is looked into, and then again: the second time nothing is replayed. Milliseconds, medians.

const lab = await recordedRun(100_000, 5);
const times: { readonly first: number; readonly again: number }[] = [];
for (let id = 5000; id < 5000 + 50 * 200; id += 200) {
  const taken: number[] = [];
  for (let i = 0; i < 2; i++) {
    const begun = performance.now();
    await lab.inspect({ type: 'message', id });
    taken.push(performance.now() - begun);
  }
  const [first, again] = taken;
  times.push({ first: present(first, 'a time'), again: present(again, 'a time') });
}
printLine('inspect/again', median(times.map(({ again }) => again)), 'ms', {
  first: Math.round(median(times.map(({ first }) => first)) * 10) / 10,
});
