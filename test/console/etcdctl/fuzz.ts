import { expect } from 'vitest';
import { makeDice } from '../../../src/base/random.ts';
import { runOffline } from './offline.ts';
import { randomInput, randomWords } from './random-lines.ts';

const READERS = [['txn'], ['txn', '-i'], ['watch', '-i'], ['put', 'a']] as const;

/** Words and input without sense, until so many characters have gone in: etcdctl never falls, and what it refuses asks nobody. */
export function feedNonsense(seed: number, characters: number): { runs: number; refused: number } {
  const dice = makeDice(seed, 'etcdctl', 'fuzz');
  let [fed, runs, refused] = [0, 0, 0];
  while (fed < characters) {
    const reader = READERS[runs % (2 * READERS.length)];
    const words = reader ?? randomWords(dice);
    const stdin = randomInput(dice);
    const said = JSON.stringify({ seed, words, stdin });
    const { exitCode, asked, stderr } = runOffline(words, stdin);
    expect([undefined, 0, 1, 2, 3, 4, 5, 128], said).toContain(exitCode);
    if (exitCode !== undefined && exitCode !== 0) {
      refused++;
      expect(stderr, said).not.toBe('');
      expect(asked, said).toEqual([]);
    }
    fed += words.join(' ').length + stdin.length;
    runs++;
  }
  return { runs, refused };
}
