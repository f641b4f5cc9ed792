import { measureBeside } from './beside/measure-beside.ts';

// Seeks and steps back in a run of 1,000,000 events of nine nodes; first and last tenth of the run are said on standard error.

await measureBeside('seek/1000000/p95', 'seek-1000000.ts', { unit: 'ms', higherIsBetter: false, rounds: 3 });
await measureBeside('step-back/1000000/p95', 'step-back-1000000.ts', {
  unit: 'ms',
  higherIsBetter: false,
  rounds: 3,
});
