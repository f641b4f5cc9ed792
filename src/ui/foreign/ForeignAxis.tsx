import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../canvas/tip.ts';
import { ForeignBoard } from './foreign-board.ts';
import { outcomeOf, timesOf } from './foreign-words.ts';
import { useForeign } from './foreign-store.ts';

/** The picture: lanes along one axis. */
export function ForeignAxis() {
  const { t } = useTranslation('foreign');
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const keys = useId();
  useEffect(() => {
    if (!box.current || !canvas.current || !tip.current) return undefined;
    const board = new ForeignBoard({
      box: box.current,
      canvas: canvas.current,
      tip: new Tip(tip.current, box.current),
    });
    return () => board.dispose();
  }, []);
  return (
    <div
      className="data-box foreign-axis"
      ref={box}
      tabIndex={0}
      role="application"
      aria-label={t('axis')}
      aria-describedby={keys}
    >
      <canvas ref={canvas} />
      <div className="data-tip" popover="manual" ref={tip} />
      <span id={keys} className="data-unseen">
        {t('axisKeys')}
      </span>
      <Said />
    </div>
  );
}

/** The selected item, for whoever hears the page. */
function Said() {
  const opened = useForeign((state) => state.opened);
  const item = opened?.selected;
  const said =
    opened === undefined || item === undefined
      ? ''
      : [
          opened.history.lanes[opened.history.items.lane[item] ?? 0]?.name ?? '',
          opened.history.items.label[item] ?? '',
          timesOf(opened.history, item),
          outcomeOf(opened.history, item),
        ].join(', ');
  return (
    <span className="data-unseen" role="status">
      {said}
    </span>
  );
}
