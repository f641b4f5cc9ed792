import type { Outcome } from './outcome.ts';
import { runRandom } from './run-random.ts';
import { runRandomV2 } from './run-random-v2.ts';
import { runScenario } from './run-scenario.ts';
import { loadTranscript } from './transcript-file.ts';

/** Runs a file on members of ours. Throws when the file cannot be read. */
export async function runTranscript(file: string): Promise<Outcome> {
  const transcript = loadTranscript(file);
  switch (transcript.type) {
    case 'random':
      return runRandom(transcript);
    case 'randomV2':
      return runRandomV2(transcript);
    case 'scenario':
      return runScenario(transcript);
    default:
      return { type: 'skipped', reason: transcript.reason };
  }
}
