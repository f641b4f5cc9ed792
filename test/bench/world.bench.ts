import { measureBeside } from './beside/measure-beside.ts';

// How fast the world goes in this process, without a record: events a second in runs full of trouble, and virtual seconds
// a second of a cluster that is mostly at rest.

await measureBeside('world/events/5', 'world-events.ts', { unit: 'events/s', higherIsBetter: true });
await measureBeside('world/virtual-per-wall/3', 'world-virtual-per-wall.ts', {
  unit: '1',
  higherIsBetter: true,
});
