/** A list that scrolls: rows of one height, more of them than a browser can lay out at once. */
export interface RowBox {
  readonly count: number;
  readonly rowPixels: number;
  /** Of the window that the list is seen through. */
  readonly height: number;
}

export interface SeenRows {
  /** The first row that is drawn, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** Where the first one is, from the beginning of what scrolls. */
  readonly top: number;
  /** How high what scrolls is. */
  readonly total: number;
}

/** Browsers clamp what is higher than some 33 million pixels, and lay out less exactly before. */
const TOTAL_MAX = 8_000_000;
/** Rows drawn beyond each edge. */
const BESIDE = 8;

/** Which rows are in sight at a place of the scroll bar. A list that is too high for it is scrolled in proportion. */
export function visibleRows(scroll: number, { count, rowPixels, height }: RowBox): SeenRows {
  const whole = count * rowPixels;
  const total = Math.min(whole, TOTAL_MAX);
  const first = firstRow(scroll, { count, rowPixels, height });
  const from = Math.max(0, Math.floor(first) - BESIDE);
  const to = Math.min(count, Math.ceil(first + height / rowPixels) + BESIDE);
  return { from, to, top: scroll - (first - from) * rowPixels, total };
}

/** Where the scroll bar has to be for a row to stand in the middle. */
export function scrollFor(row: number, { count, rowPixels, height }: RowBox): number {
  const whole = count * rowPixels;
  const wanted = Math.max(0, Math.min(whole - height, (row + 0.5) * rowPixels - height / 2));
  return whole <= TOTAL_MAX ? wanted : (wanted / (whole - height)) * (TOTAL_MAX - height);
}

/** The row at the upper edge, with its fraction. */
function firstRow(scroll: number, { count, rowPixels, height }: RowBox): number {
  const whole = count * rowPixels;
  if (whole <= TOTAL_MAX) return scroll / rowPixels;
  return ((scroll / (TOTAL_MAX - height)) * (whole - height)) / rowPixels;
}
