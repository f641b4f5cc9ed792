/** One benchmark line on standard output, four digits of its value. */
export function printLine(name: string, value: number, unit: string, more: object = {}): void {
  console.log(JSON.stringify({ name, value: Number(value.toPrecision(4)), unit, ...more }));
}
