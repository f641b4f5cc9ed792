/** An instant as whole seconds since 1970 and nanoseconds: together they are more than a number holds. */
export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

const DATE =
  /^(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const CLOCK = /^(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?$/;
const NUMBER = /^(-?\d{1,15})(?:\.(\d{1,9})\d*)?$/;

/**
 * An instant as logs write it: `2026-11-30T18:03:16.473Z` (etcd's, with `+0800` as well), `2026/11/30 18:05:38`,
 * `18:05:38.169701`, or seconds since 1970 as a number. A date without a zone is taken for one of UTC. undefined: it is none.
 */
export function parseInstant(text: string): Instant | undefined {
  return parseDate(text) ?? parseClock(text);
}

function parseDate(text: string): Instant | undefined {
  const found = DATE.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = found;
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return { seconds: ms / 1000 - zoneSeconds(zone), nanos: nanosOf(fraction) };
}

/** A time of day: of a day that nobody knows. */
function parseClock(text: string): Instant | undefined {
  const found = CLOCK.exec(text);
  if (found === null) return undefined;
  const [, hour, minute, second, fraction = ''] = found;
  return { seconds: Number(hour) * 3600 + Number(minute) * 60 + Number(second), nanos: nanosOf(fraction) };
}

/** A number of units, each of so many nanoseconds; undefined: it is no number. */
export function parseCount(text: string, unitNanos: number): Instant | undefined {
  const found = NUMBER.exec(text);
  if (found === null) return undefined;
  const [, whole = '', fraction = ''] = found;
  const count = Number(whole);
  const seconds = Math.floor((count * unitNanos) / SECOND);
  // Both products may be beyond what a number holds exactly; their difference is small.
  const nanos = Number(BigInt(count) * BigInt(unitNanos) - BigInt(seconds) * BigInt(SECOND));
  return { seconds, nanos: nanos + Math.round((nanosOf(fraction) * unitNanos) / SECOND) };
}

export const SECOND = 1_000_000_000;

/** Nanoseconds from one to the other. */
export function nanosBetween(from: Instant, to: Instant): number {
  return (to.seconds - from.seconds) * 1_000_000_000 + (to.nanos - from.nanos);
}

export function isBefore(a: Instant, b: Instant): boolean {
  return a.seconds === b.seconds ? a.nanos < b.nanos : a.seconds < b.seconds;
}

function nanosOf(fraction: string): number {
  return Number(fraction.padEnd(9, '0'));
}

function zoneSeconds(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}
