import { memoryAfter } from './recorded-memory.ts';

export default memoryAfter(10_000);
