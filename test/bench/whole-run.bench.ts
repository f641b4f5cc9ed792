import { measureBeside } from './beside/measure-beside.ts';

// A run of 600,000 messages wholly in view while it goes on, in this process: what the lab does for a frame, and the page for
// the picture in it. The painting, which costs as many pixels as the picture has, is not in it.

await measureBeside('frame/whole-run', 'frame-whole-run.ts', {
  unit: 'ms',
  higherIsBetter: false,
  rounds: 3,
});
