import type { Axis } from '../../foreign/history.ts';

const UNITS = [
  { name: 's', nanos: 1e9 },
  { name: 'ms', nanos: 1e6 },
  { name: 'µs', nanos: 1e3 },
  { name: 'ns', nanos: 1 },
] as const;

/** An instant of the axis, exact enough to be told from one that is `step` later: `12.025 s`, `1.175 ms`, `412`. */
export function formatAt(axis: Axis, at: number, step: number): string {
  if (axis.type === 'order') return String(Math.round(at * 10) / 10);
  const unit = UNITS.find(({ nanos }) => step >= nanos / 1000) ?? { name: 'ns', nanos: 1 };
  const places = Math.min(9, Math.max(0, Math.ceil(-Math.log10(step / unit.nanos) - 1e-9)));
  return `${(at / unit.nanos).toFixed(places)} ${unit.name}`;
}

/** Exactly, with the date where it is known. */
export function formatExactly(axis: Axis, at: number): string {
  if (axis.type === 'order') return String(at);
  const [seconds, nanos] = [Math.floor(at / 1e9), Math.round(at - Math.floor(at / 1e9) * 1e9)];
  const rest = String(nanos)
    .padStart(9, '0')
    .replace(/(?:000){1,3}$/, '');
  const since = `${seconds}${rest === '' ? '' : `.${rest}`} s`;
  if (axis.begin === undefined) return since;
  const date = new Date(axis.begin * 1000 + at / 1e6).toISOString();
  return `${since} · ${date}`;
}

/** How long something took. */
export function formatSpan(axis: Axis, span: number): string {
  if (axis.type === 'order') return String(span);
  const unit = UNITS.find(({ nanos }) => span >= nanos) ?? { name: 'ns', nanos: 1 };
  return `${Number((span / unit.nanos).toPrecision(4))} ${unit.name}`;
}
