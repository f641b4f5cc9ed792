import { measureBeside } from './beside/measure-beside.ts';

// Every instant of a run of 1,000,000 events at which a condition began to hold.

await measureBeside('past-condition/1000000', 'past-condition-1000000.ts', {
  unit: 'ms',
  higherIsBetter: false,
  rounds: 3,
});
