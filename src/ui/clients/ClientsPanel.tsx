import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import '../canvas/canvas.css';
import { Tip } from '../canvas/tip.ts';
import { CallList } from './CallList.tsx';
import { ClientsBoard } from './clients-board.ts';
import './clients.css';
import { Programs } from './Programs.tsx';

/** Clients' calls: lanes on the diagram's axis, and below them the same as a list. */
export default function ClientsPanel() {
  const { t } = useTranslation('clients');
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!box.current || !canvas.current || !tip.current) return undefined;
    const board = new ClientsBoard({
      box: box.current,
      canvas: canvas.current,
      tip: new Tip(tip.current, box.current),
    });
    return () => board.dispose();
  }, []);

  return (
    <section className="data-panel clients" aria-label={t('title')}>
      <div ref={box} className="data-box clients-box">
        <canvas ref={canvas} role="img" aria-label={t('label')} />
        <div ref={tip} className="data-tip" popover="manual" aria-hidden="true" />
      </div>
      <div className="clients-list">
        <Programs />
        <CallList />
      </div>
    </section>
  );
}
