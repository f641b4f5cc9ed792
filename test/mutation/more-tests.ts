import { readFileSync } from 'node:fs';
import { runTranscript } from '../../src/transcript/transcript.ts';
import { runSeed } from '../raft/random/run-seed.ts';
import { expect, it } from './stand-ins/vitest.ts';

/** One recorded transcript as a test. */
export function transcript(file: string): void {
  const text = readFileSync(file, 'utf8');
  it(file, () => expect(runTranscript(text)).toBeUndefined());
}

/** One random run of the core as a test. */
export function seed(number: number): void {
  it(`seed ${number}`, () => expect(runSeed(number).failure?.text).toBeUndefined());
}
