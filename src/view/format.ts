import type { Micros, NodeId } from '../base/flavor.ts';

/** Virtual time as seconds with whole milliseconds, without a unit: `6.861`. */
export function formatSeconds(at: Micros): string {
  return (Math.floor(at / 1000) / 1000).toFixed(3);
}

/** A span of virtual time in milliseconds with as many digits as tell something: `241`, `4.5`, `0.02`. */
export function formatMs(span: Micros): string {
  const ms = span / 1000;
  if (Math.abs(ms) >= 100 || Number.isInteger(ms)) return String(Math.round(ms));
  return String(Number(ms.toPrecision(2)));
}

/** A member's name on the screen: `n3`. */
export function formatNode(id: NodeId): string {
  return `n${id}`;
}
