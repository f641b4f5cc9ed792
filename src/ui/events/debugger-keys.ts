export { toCause, toEffect } from './beside.ts';
export { toHit } from './hits.ts';
