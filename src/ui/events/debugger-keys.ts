export { toCause, toEffect } from './beside.ts';
