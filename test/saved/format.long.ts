import { describe, expect, it } from 'vitest';
import { forLink } from '../../src/saved/link.ts';
import type { OpenableLab } from '../../src/saved/saved-lab.ts';
import { playByHand } from './hour-by-hand.ts';
import { labOfEveryCommand, randomLab } from './random-labs.ts';
import { savedRun } from './saved-run.ts';
import { throwMutated } from './throw-mutated.ts';

describe('ten thousand mutated links and files', () => {
  it('end in one clear error each, in time and memory that are bounded', async () => {
    const run = await playByHand({ seed: 3, actions: 200, pauseMs: 700 });
    const labs: OpenableLab[] = [
      forLink(savedRun(run), () => (event) => run.history.events.timeOf(event)),
      await labOfEveryCommand(),
    ];
    for (let seed = 1; seed <= 6; seed++) labs.push(await randomLab(seed));
    const ends = throwMutated(9, labs, 10_000);
    console.log(`ends of mutated labs, seed 9: ${JSON.stringify([...ends])}`);
    for (const code of ['notALab', 'labCut', 'labDamaged', 'labWrong'])
      expect(ends.get(code), code).toBeGreaterThan(100);
  });
});
