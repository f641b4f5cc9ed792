import type { Micros, NodeId } from '../../base/flavor.ts';

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

/** `20 KiB`, `1.5 MiB`, `2 GiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} ${units[unit] ?? ''}`;
}

export function formatHash(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** An id as etcdctl prints it: hexadecimal; of a negative one its two's complement. */
export function formatId(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16);
}

/** A span of virtual time as one would say it, in the unit that suits it: `0.4 ms`, `241 ms`, `5.2 s`, `3.5 min`. */
export function formatSpan(span: Micros): string {
  const ms = span / 1000;
  if (Math.abs(ms) < 1000) return `${formatMs(span)} ms`;
  const seconds = ms / 1000;
  if (Math.abs(seconds) < 120) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  return `${Number((seconds / 60).toFixed(1))} min`;
}
