/** From this power of ten on a number is written with its exponent, .. */
const EXPONENT_MAX = 6;
/** .. and below this one. */
const EXPONENT_MIN = -4;

/** A number as Prometheus' text has it (Go: strconv.FormatFloat(x, 'g', -1, 64)). */
export function floatText(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : `${value < 0 ? '-' : '+'}Inf`;
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= EXPONENT_MIN && exponent < EXPONENT_MAX) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
