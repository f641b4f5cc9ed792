import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { msToMicros } from '../../base/flavor.ts';
import type { Selection } from '../../lab/frame/frame.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { CrossIcon } from '../icons.tsx';
import { useFramePart } from '../use-frame.ts';
import { closeAsked, selectBeside } from './asked.ts';
import './origin.css';

/** A chain of steps with its title: the focus comes here when it is there. To be given a key: another chain is another one. */
export function Chain({ title, says, children }: { title: string; says: string; children: ReactNode }) {
  const { t } = useTranslation('origin');
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <section className="chain" aria-labelledby={id}>
      <header>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button
          type="button"
          className="button button-quiet button-tiny"
          aria-label={t('close')}
          title={t('close')}
          onClick={closeAsked}
        >
          <CrossIcon />
        </button>
      </header>
      <p className="muted small">{says}</p>
      <ol>{children}</ol>
    </section>
  );
}

/** One step: to press it is to go to its event, and to select what it names. */
export function ChainStep({
  event,
  timeMs,
  select: what,
  children,
}: {
  event: number;
  timeMs: number;
  select: Selection | undefined;
  children: ReactNode;
}) {
  const act = useAct();
  const isHere = useFramePart((frame) => frame.caption?.event === event);
  const go = async (seek: Promise<void>): Promise<void> => {
    await seek;
    if (what !== undefined) selectBeside(what);
  };
  return (
    <li aria-current={isHere ? 'step' : undefined}>
      <button type="button" className="chain-step" onClick={() => act((lab) => go(lab.seekEvent(event)))}>
        <span className="chain-time">{formatSeconds(msToMicros(timeMs))} s</span>
        <span>{children}</span>
      </button>
    </li>
  );
}
