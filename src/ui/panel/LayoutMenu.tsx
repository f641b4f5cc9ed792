import { useTranslation } from 'react-i18next';
import { useView } from '../view-state.ts';
import { toggleFullScreen, useFullScreen } from './full-screen.ts';
import { layoutNames } from './layout-name.ts';
import { chooseLayout, chosenLayout } from './layouts.ts';
import './layout-menu.css';

/** The layouts to choose from, and the whole screen. `name` tells its radio buttons from those of another one on the page. */
export function LayoutMenu({ name, onChosen }: { readonly name: string; readonly onChosen?: () => void }) {
  const { t } = useTranslation('layouts');
  const now = useView(chosenLayout);
  const isFull = useFullScreen();
  return (
    <fieldset className="layouts">
      <legend>{t('title')}</legend>
      {layoutNames.map((layout) => (
        <label key={layout} title={t(`${layout}.does`)}>
          <input
            type="radio"
            name={name}
            checked={layout === now}
            onChange={() => {
              chooseLayout(layout);
              onChosen?.();
            }}
          />
          <LayoutSketch layout={layout} /> {t(`${layout}.name`)}
        </label>
      ))}
      {document.fullscreenEnabled && (
        <label>
          <input type="checkbox" checked={isFull} onChange={toggleFullScreen} /> {t('fullScreen')}
        </label>
      )}
    </fieldset>
  );
}

/** Where things stand, very small: rectangles of a sheet of 24 by 16; the stage is filled. */
const sketches: Readonly<Record<(typeof layoutNames)[number], readonly (readonly number[])[]>> = {
  explore: [
    [0, 0, 16, 8],
    [0, 9, 16, 3],
    [17, 0, 7, 12],
    [0, 13, 24, 3],
  ],
  lecture: [
    [0, 0, 24, 11],
    [0, 12, 24, 4],
  ],
  debug: [
    [0, 0, 13, 6],
    [0, 7, 13, 4],
    [14, 0, 10, 11],
    [0, 12, 24, 4],
  ],
  lesson: [
    [8, 0, 16, 8],
    [0, 0, 7, 13],
    [8, 9, 9, 4],
    [18, 9, 6, 4],
    [0, 14, 24, 2],
  ],
  phone: [
    [7, 0, 10, 8],
    [7, 9, 10, 7],
  ],
};

function LayoutSketch({ layout }: { readonly layout: (typeof layoutNames)[number] }) {
  return (
    <svg className="layout-sketch" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
      {sketches[layout].map(([x, y, width, height], i) => (
        <rect
          key={`${x},${y}`}
          x={x}
          y={y}
          width={width}
          height={height}
          rx="1"
          data-stage={i === 0 || undefined}
        />
      ))}
    </svg>
  );
}
