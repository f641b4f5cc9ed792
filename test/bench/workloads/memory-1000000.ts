import { memoryAfter } from './recorded-memory.ts';

export default memoryAfter(1_000_000);
