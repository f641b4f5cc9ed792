import { fc } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { reopenSequence, runSequence, sequences } from './call-sequences.ts';

/**
 * As many sequences of 100 calls as fit in three minutes, or exactly SEQUENCES of them:
 *
 *     SEQUENCES=10000 npx vitest run -c test/house/vitest.long.config.ts test/app/call-sequences
 *
 * SEQUENCE_SEED draws others. What fails is printed with its seed, shrunk.
 */
const asked = process.env['SEQUENCES'];
const seed = Number(process.env['SEQUENCE_SEED'] ?? 1);
const limit = asked === undefined ? { interruptAfterTimeLimit: 180_000 } : {};

it(
  'no sequence of 100 calls, good or odd, fells a member or breaks the lab',
  { timeout: 36_000_000 },
  async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(sequences(100), async (sequence) => {
        const hash = await runSequence(sequence);
        if (++done % 20 === 0) expect(await reopenSequence(sequence)).toBe(hash);
        if (done % 500 === 0) console.log(`${done} sequences`);
      }),
      { seed, numRuns: Number(asked ?? 10_000), ...limit },
    );
    console.log(`${done} sequences of 100 calls`);
    expect(done).toBeGreaterThan(asked === undefined ? 50 : 0);
  },
);
