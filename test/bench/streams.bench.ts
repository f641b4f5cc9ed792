import { measureBeside } from './beside/measure-beside.ts';

// What a frame costs when a watch has been told of 20,000 events and of one more since the last frame.

await measureBeside('frame/streams', 'frame-streams.ts', { unit: 'ms', higherIsBetter: false });
