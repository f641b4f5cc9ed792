/** Tab stops of Go's text/tabwriter as etcdctl's help has them: every 8 columns, cells at least 1 column apart. */
const TAB = 8;
const PADDING = 1;

/**
 * What Go's `tabwriter.NewWriter(out, 0, 8, 1, '\t', 0)` makes of a text. A cell ends with a tab; cells above each other make a
 * column, which ends where a line has no such cell; each column is as wide as its widest cell, filled up with tabs.
 */
export function alignTabs(text: string): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = lines.map(() => [] as number[]);
  measure(lines, widths, 0, lines.length, 0);
  return lines
    .map((cells, row) => cells.map((cell, i) => pad(cell, i, cells, widths[row])).join(''))
    .join('\n');
}

/** Gives every line from `first` to before `end` the width of its columns from `column` on. */
function measure(
  lines: readonly (readonly string[])[],
  widths: number[][],
  first: number,
  end: number,
  column: number,
): void {
  for (let row = first; row < end; row++) {
    // The last cell of a line is no part of a column: no tab ends it.
    if (column >= (lines[row]?.length ?? 0) - 1) continue;
    let last = row;
    let width = 0;
    for (; last < end && column < (lines[last]?.length ?? 0) - 1; last++) {
      width = Math.max(width, (lines[last]?.[column] ?? '').length);
    }
    const padded = Math.ceil((width + PADDING) / TAB) * TAB;
    for (let each = row; each < last; each++) widths[each]?.push(padded);
    measure(lines, widths, row, last, column + 1);
    row = last - 1;
  }
}

function pad(
  cell: string,
  i: number,
  cells: readonly string[],
  widths: readonly number[] | undefined,
): string {
  if (i === cells.length - 1) return cell;
  const missing = (widths?.[i] ?? 0) - cell.length;
  return cell + '\t'.repeat(Math.ceil(missing / TAB));
}
