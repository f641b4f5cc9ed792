import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { visibleRows, scrollFor } from '../../view/files/virtual-rows.ts';

/** So many rows are asked for at a time; those of the last few pages are kept. */
const PAGE = 128;
const PAGES_KEPT = 12;
/** The height of a row (files.css). */
const ROW_REM = 1.75;

interface VirtualListProps<Row> {
  readonly label: string;
  readonly count: number;
  /** What the rows are of: with another text it is another list. */
  readonly of: string;
  readonly load: (from: number, to: number) => Promise<readonly Row[]>;
  readonly renderRow: (row: Row, number: number) => ReactNode;
  /** Brings a row into view, whenever it is another object. */
  readonly goTo?: { readonly row: number } | undefined;
}

/**
 * A list of millions of rows, of which those in sight are on the page. `load` gives the rows from one number up to another. Rows are of one
 * height.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  return <List key={props.of} {...props} />;
}

function List<Row>({ label, count, load, renderRow, goTo }: Omit<VirtualListProps<Row>, 'of'>) {
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState(0);
  const [size, setSize] = useState({ height: 0, row: 28 });
  const rows = useRows(load);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setSize({ height: element.clientHeight, row: ROW_REM * rem });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (goTo === undefined || box.current === null) return;
    const height = box.current.clientHeight;
    box.current.scrollTop = scrollFor(goTo.row, { count, rowPixels: size.row, height });
  }, [goTo, count, size.row]);
  const seen = visibleRows(scroll, { count, rowPixels: size.row, height: size.height });
  const { from, to, top, total } = seen;
  useEffect(() => rows.want(from, Math.min(count, to)), [rows, from, to, count]);
  const numbers = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  return (
    <div
      className="files-virtual"
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={label}
      onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
    >
      <div
        className="files-virtual-all"
        ref={(element) => {
          if (element !== null) element.style.height = `${total}px`;
        }}
      >
        <ol
          className="files-virtual-seen"
          ref={(element) => {
            if (element !== null) element.style.transform = `translateY(${top}px)`;
          }}
        >
          {numbers.map((number) => {
            const value = rows.at(number);
            return (
              <li key={number} aria-setsize={count} aria-posinset={number + 1}>
                {value === undefined ? <span className="muted">…</span> : renderRow(value, number)}
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}

interface Rows<Row> {
  at(number: number): Row | undefined;
  want(from: number, to: number): void;
}

/** Rows come in pages; the list draws again when one has come. */
function useRows<Row>(load: (from: number, to: number) => Promise<readonly Row[]>): Rows<Row> {
  const [, setCame] = useState(0);
  const [rows] = useState((): Rows<Row> => {
    const pages = new Map<number, readonly Row[] | undefined>();
    const fetchPage = (page: number): void => {
      pages.set(page, undefined);
      for (const old of pages.keys()) {
        if (pages.size <= PAGES_KEPT) break;
        pages.delete(old);
      }
      load(page * PAGE, (page + 1) * PAGE).then(
        (given) => {
          pages.set(page, given);
          setCame((count) => count + 1);
        },
        // Whoever stops the work, or closes the files, asks for no rows; they are asked for again when the list is seen again.
        () => pages.delete(page),
      );
    };
    return {
      at: (number) => pages.get(Math.floor(number / PAGE))?.[number % PAGE],
      want: (from, to) => {
        for (let page = Math.floor(from / PAGE); page * PAGE < to; page++)
          if (!pages.has(page)) fetchPage(page);
      },
    };
  });
  return rows;
}
