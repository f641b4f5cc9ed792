import { fc } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { reopenSequence, runSequence, sequences } from './call-sequences.ts';

/** Another seed by SEQUENCE_SEED; longer sequences, and many more, are in call-sequences.long.ts. */
const seed = Number(process.env['SEQUENCE_SEED'] ?? 7);

it('no sequence of calls, good or odd, fells a member or breaks the lab, and it gives the same history again, also where it is reopened', async () => {
  let done = 0;
  await fc.assert(
    fc.asyncProperty(sequences(14), async (sequence) => {
      const hash = await runSequence(sequence);
      if (++done % 5 === 0) expect(await reopenSequence(sequence)).toBe(hash);
    }),
    { seed, numRuns: 40 },
  );
});
