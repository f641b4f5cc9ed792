import type { PageReport } from '../../bbolt/report.ts';
import { pageUse } from '../../bbolt/report.ts';

/** What a page is for, as it is drawn; the order is that of the legend. */
export const pageKinds = [
  'lost',
  'meta',
  'freelist',
  'branch',
  'leaf',
  'overflow',
  'free',
  'ahead',
  'damaged',
] as const;
export type PageKind = (typeof pageKinds)[number];

/** A file's pages up to the high water mark as cells of a grid, some pages a cell where there are too many. */
export interface PageMap {
  readonly pages: number;
  readonly pagesPerCell: number;
  /** By cell: what most of its pages are, by its place in `pageKinds`; a cell with a problem has `PROBLEM` added. */
  readonly cells: Uint8Array;
  /** Pages of each kind, those that are not used yet as well. */
  readonly counts: Readonly<Record<PageKind, number>>;
}

export const PROBLEM = 0x80;

export function pageMap(
  { uses: all, pages, problems }: Pick<PageReport, 'uses' | 'pages' | 'problems'>,
  cellsMax: number,
): PageMap {
  const uses = all.subarray(0, pages);
  const pagesPerCell = Math.max(1, Math.ceil(uses.length / cellsMax));
  const cells = new Uint8Array(Math.ceil(uses.length / pagesPerCell));
  const counts = Object.fromEntries(pageKinds.map((kind) => [kind, 0])) as Record<PageKind, number>;
  for (let cell = 0; cell < cells.length; cell++) {
    const inCell = new Uint32Array(pageKinds.length);
    const end = Math.min(uses.length, (cell + 1) * pagesPerCell);
    for (let page = cell * pagesPerCell; page < end; page++) {
      const use = uses[page] ?? pageUse.lost;
      inCell[use] = (inCell[use] ?? 0) + 1;
      const kind = pageKinds[use];
      if (kind !== undefined) counts[kind]++;
    }
    cells[cell] = mostOf(inCell);
  }
  counts.ahead += all.length - uses.length;
  for (const { page } of problems) {
    const cell = Math.floor(page / pagesPerCell);
    if (cell < cells.length) cells[cell] = (cells[cell] ?? 0) | PROBLEM;
  }
  return { pages: uses.length, pagesPerCell, cells, counts };
}

function mostOf(counts: Uint32Array): number {
  let most = 0;
  for (let use = 1; use < counts.length; use++) if ((counts[use] ?? 0) > (counts[most] ?? 0)) most = use;
  return most;
}
