export { toCause, toEffect } from './beside.ts';
export { toHit } from './hits.ts';
export { openPanel } from './open-panel.ts';
export { toMark } from './to-mark.ts';
