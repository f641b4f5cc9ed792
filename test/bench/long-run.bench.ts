import { measureBeside } from './beside/measure-beside.ts';

// What a long run costs in this process: a lab with its record, without a page. Memory is of objects and buffers, when all
// that nobody needs is gone.

const once = { rounds: 1, warmUp: 0 };

await measureBeside('memory/10000', 'memory-10000.ts', { unit: 'MB', higherIsBetter: false, ...once });
await measureBeside('memory/100000', 'memory-100000.ts', { unit: 'MB', higherIsBetter: false, ...once });
await measureBeside('memory/1000000', 'memory-1000000.ts', { unit: 'MB', higherIsBetter: false, ...once });
await measureBeside('flat-out', 'flat-out.ts', { unit: '1', higherIsBetter: true, rounds: 3 });
