import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import '../canvas/canvas.css';
import { Tip } from '../canvas/tip.ts';
import { AloneButton } from '../panel/AloneButton.tsx';
import { useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { LogBoard } from './log-board.ts';
import { LogLegend } from './LogLegend.tsx';
import { LogTable } from './LogTable.tsx';
import './logs.css';

/** The logs of all members, aligned by index, on a canvas; and the same in words for who does not see it. */
export function LogsPanel() {
  const { t } = useTranslation('logs');
  const following = useView((state) => state.logWindow === 'tail');
  const rows = useView((state) => state.frame?.nodes.length ?? 0);
  const [spoken, setSpoken] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const board = useRef<LogBoard>(undefined);
  const hint = useId();

  useEffect(() => {
    if (!box.current || !canvas.current || !tip.current) return undefined;
    const made = new LogBoard({
      box: box.current,
      canvas: canvas.current,
      tip: new Tip(tip.current, box.current),
      say: setSpoken,
    });
    board.current = made;
    return () => made.dispose();
  }, []);

  return (
    <section className="card data-panel logs" aria-label={t('title')}>
      <header className="data-head">
        <h2 className="data-title">{t('title')}</h2>
        <LogLegend />
        <div className="data-tools">
          <GoToIndex go={(index) => board.current?.goTo(index)} />
          <button
            type="button"
            className="data-tool"
            aria-label={t('narrower')}
            title={t('narrower')}
            onClick={() => board.current?.zoom(0.8)}
          >
            −
          </button>
          <button
            type="button"
            className="data-tool"
            aria-label={t('wider')}
            title={t('wider')}
            onClick={() => board.current?.zoom(1.25)}
          >
            +
          </button>
          <button
            type="button"
            className="data-tool"
            aria-pressed={following}
            title={t('followHint')}
            onClick={() => board.current?.follow(!following)}
          >
            {t('follow')}
          </button>
          <AloneButton view="logs" className="data-tool" />
        </div>
      </header>
      <div className="logs-scroll">
        <div
          ref={box}
          className="data-box logs-box"
          style={{ '--rows': rows } as React.CSSProperties}
          role="application"
          tabIndex={0}
          aria-label={t('label')}
          aria-describedby={hint}
        >
          <canvas ref={canvas} aria-hidden="true" />
          <div ref={tip} className="data-tip" popover="manual" aria-hidden="true" />
        </div>
      </div>
      <p id={hint} className="data-unseen">
        {t('keys')}
      </p>
      <p className="data-unseen" aria-live="polite">
        {spoken}
      </p>
      <LogTable />
    </section>
  );
}

/** In a long log one writes where one wants to go. */
function GoToIndex({ go }: { go: (index: number) => void }) {
  const { t } = useTranslation('logs');
  const last = useFramePart((frame) => frame.log.maxLast) ?? 0;
  return (
    <form
      className="logs-go"
      onSubmit={(event) => {
        event.preventDefault();
        const index = Number(new FormData(event.currentTarget).get('index'));
        if (Number.isSafeInteger(index) && index >= 1) go(Math.min(index, Math.max(1, last)));
      }}
    >
      <input
        name="index"
        type="number"
        min={1}
        max={Math.max(1, last)}
        required
        inputMode="numeric"
        placeholder={t('index')}
        aria-label={t('goToIndex')}
        title={t('goToIndex')}
      />
    </form>
  );
}
