/** Columns are no wider than this before a cell's words go to more lines, unless one word is. */
const WIDTH_MAX = 30;
/** What a line costs that is longer than it should be. */
const TOO_LONG = 100_000;

/**
 * A table as olekukonko/tablewriter draws it for etcdctl: header in capitals and in the middle, cells to the right, long
 * cells wrapped between words.
 */
export function drawTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title) => Math.min(textWidth(title), WIDTH_MAX));
  const cells = rows.map((row) =>
    row.map((text, column) => {
      widths[column] = Math.max(widths[column] ?? 0, Math.min(textWidth(text), WIDTH_MAX));
      const lines = wrap(text, widths[column]);
      widths[column] = Math.max(widths[column], ...lines.map(textWidth));
      return lines;
    }),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const titles = header.map((title) => title.toUpperCase().replace(/[_.]/g, ' '));
  const head = `|${titles.map((title, i) => ` ${centered(title, widths[i] ?? 0)} `).join('|')}|\n`;
  return (
    rule + head + rule + cells.map((row) => drawRow(row, widths)).join('') + (cells.length > 0 ? rule : '')
  );
}

function drawRow(row: readonly (readonly string[])[], widths: readonly number[]): string {
  const height = Math.max(...row.map((lines) => lines.length));
  let text = '';
  for (let i = 0; i < height; i++) {
    const line = row.map((lines, column) => ` ${toRight(lines[i] ?? '', widths[column] ?? 0)} `);
    text += `|${line.join('|')}|\n`;
  }
  return text;
}

/**
 * Lines no longer than `limit`, or than the longest word, such that the squares of what is left over at their ends are least
 * together; what is left at the end of the last line does not count.
 */
function wrap(text: string, limit: number): string[] {
  const words = text.replaceAll('\n', ' ').split(' ');
  const most = Math.max(limit, ...words.map((word) => word.length));
  const count = words.length;
  const widthOf = (from: number, to: number) => words.slice(from, to).join(' ').length;
  const costs: number[] = Array.from({ length: count }, () => Infinity);
  const breaks: number[] = Array.from({ length: count }, () => count);
  for (let from = count - 1; from >= 0; from--) {
    if (widthOf(from, count) <= most) {
      costs[from] = 0;
      continue;
    }
    for (let to = from + 1; to < count; to++) {
      const left = most - widthOf(from, to);
      const cost = left * left + (costs[to] ?? 0) + (left < 0 ? TOO_LONG : 0);
      if (cost < (costs[from] ?? 0)) [costs[from], breaks[from]] = [cost, to];
    }
  }
  const lines: string[] = [];
  for (let from = 0; from < count; from = breaks[from] ?? count) {
    lines.push(words.slice(from, breaks[from]).join(' '));
  }
  return lines;
}

function toRight(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

function centered(text: string, width: number): string {
  const gap = Math.max(0, width - textWidth(text));
  const left = Math.floor(gap / 2);
  return ' '.repeat(left) + text + ' '.repeat(gap - left);
}

/** Characters of double width on a terminal: those of East Asian scripts, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
const NARROW_NOTHING = /\p{M}/u;

/** Columns that a text takes on a terminal. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += NARROW_NOTHING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
