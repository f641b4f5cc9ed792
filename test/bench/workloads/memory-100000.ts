import { memoryAfter } from './recorded-memory.ts';

export default memoryAfter(100_000);
