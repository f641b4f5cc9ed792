import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { pageKinds, PROBLEM, type PageKind, type PageMap } from '../../view/files/page-map.ts';

/** Colour and a mark each, by custom properties of the page: nothing is told by colour alone. */
const looks: Readonly<Record<PageKind, readonly [colour: string, mark: string]>> = {
  lost: ['--bad', '×'],
  meta: ['--ink', 'm'],
  freelist: ['--term-4', 'f'],
  branch: ['--term-5', 'b'],
  leaf: ['--term-2', ''],
  overflow: ['--term-1', '–'],
  free: ['--surface-3', '·'],
  ahead: ['--surface-2', ' '],
  damaged: ['--bad-soft', '!'],
};

const CELL = 12;

/** Every page of the file, in its order: what it is for. */
export function PageMapPicture({ map }: { map: PageMap }) {
  const { t } = useTranslation('files');
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current: element } = canvas;
    if (element === null) return undefined;
    const box = element.parentElement;
    const draw = (): void => paint(element, map);
    draw();
    const observer = new ResizeObserver(draw);
    if (box !== null) observer.observe(box);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      observer.disconnect();
      scheme.removeEventListener('change', draw);
    };
  }, [map]);
  const said = pageKinds
    .filter((kind) => map.counts[kind] > 0)
    .map((kind) => `${t(`page.${kind}`)} ${map.counts[kind]}`)
    .join(', ');
  return (
    <section>
      <h3>{t('space.map', { count: map.pages })}</h3>
      <div className="files-map">
        <canvas ref={canvas} role="img" aria-label={said} data-drawn={map.cells.length} />
      </div>
      <ul className="files-legend">
        {pageKinds
          .filter((kind) => map.counts[kind] > 0)
          .map((kind) => (
            <li key={kind}>
              <span className="files-swatch" data-kind={kind} aria-hidden="true">
                {looks[kind][1]}
              </span>{' '}
              {t(`page.${kind}`)} <span className="number muted">{map.counts[kind]}</span>
            </li>
          ))}
      </ul>
      {map.pagesPerCell > 1 && (
        <p className="muted small">{t('space.perCell', { count: map.pagesPerCell })}</p>
      )}
    </section>
  );
}

function paint(canvas: HTMLCanvasElement, map: PageMap): void {
  const width = canvas.parentElement?.clientWidth ?? 600;
  const columns = Math.max(1, Math.floor(width / CELL));
  const rows = Math.ceil(map.cells.length / columns);
  const ratio = devicePixelRatio;
  canvas.width = columns * CELL * ratio;
  canvas.height = rows * CELL * ratio;
  canvas.style.width = `${columns * CELL}px`;
  canvas.style.height = `${rows * CELL}px`;
  const brush = canvas.getContext('2d');
  if (brush === null) return;
  brush.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const colours = pageKinds.map((kind) => style.getPropertyValue(looks[kind][0]));
  const [ink, paper, bad] = ['--ink', '--surface', '--bad'].map((name) => style.getPropertyValue(name));
  brush.font = `600 ${CELL - 4}px ${style.getPropertyValue('--mono')}`;
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  for (const [i, cell] of map.cells.entries()) {
    const use = cell & ~PROBLEM;
    const kind = pageKinds[use] ?? 'lost';
    const [x, y] = [(i % columns) * CELL, Math.floor(i / columns) * CELL];
    brush.fillStyle = colours[use] ?? '';
    brush.fillRect(x, y, CELL - 1, CELL - 1);
    const [, mark] = looks[kind];
    if (mark.trim() !== '') {
      brush.fillStyle = (kind === 'meta' || kind === 'lost' ? paper : ink) ?? '';
      brush.fillText(mark, x + CELL / 2 - 0.5, y + CELL / 2);
    }
    if ((cell & PROBLEM) !== 0) {
      brush.strokeStyle = bad ?? '';
      brush.lineWidth = 2;
      brush.strokeRect(x + 1, y + 1, CELL - 3, CELL - 3);
    }
  }
}
