/** One row of a table: what it is about, and a cell for each column. */
export type Row = readonly [name: string, ...cells: readonly string[]];

/** Rows with their cells under one another, two blanks between; the names stand first. Nothing is cut. */
export function formatRows(rows: readonly Row[], indent = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  }
  return rows.map((row) => {
    const cells = row.map((cell, i) => cell.padEnd(widths[i] ?? 0));
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}
