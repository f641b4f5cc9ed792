import { measureBeside } from './beside/measure-beside.ts';

// Virtual seconds a second on one core, as in `npm run sim`: 3 nodes, a client at work, all faults, every check. A run of seeds lasts
// minutes at least, and its code is warm after the first seconds: they are not counted.

await measureBeside('sim/virtual-per-wall/3', 'sim-virtual-per-wall.ts', {
  unit: '1',
  higherIsBetter: true,
  warmUp: 5,
});
