const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** A size as Go's humanize.Bytes rounds it, in steps of 1000: `20 kB`, `1.5 MB`, `7 B`. */
export function humanBytes(size: number): string {
  if (size < 10) return `${size} B`;
  const step = Math.floor(Math.log10(size) / 3 + 1e-12);
  const value = Math.floor((size / 1000 ** step) * 10 + 0.5) / 10;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${UNITS[step]}`;
}
