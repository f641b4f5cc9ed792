import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { currentView, useView } from '../view-state.ts';
import { captionTime, captionWords } from './caption-words.ts';
import './caption.css';

/**
 * Where we are, in one sentence: of the frame that is painted, so it is written straight into the page as the clock is.
 * While time stands, steps are said to screen readers. A click goes to the event it names, and selects it.
 */
export function CaptionLine() {
  const { t, i18n } = useTranslation('caption');
  const act = useAct();
  const button = useRef<HTMLButtonElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  const spoken = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const write = () => {
      const { frame } = currentView();
      if (!frame || !words.current || !time.current || !button.current) return;
      const { caption } = frame;
      const sentence = captionWords(frame);
      if (words.current.textContent !== sentence) {
        words.current.textContent = sentence;
        button.current.title = sentence;
      }
      const instant = captionTime(caption);
      if (time.current.textContent !== instant) time.current.textContent = instant;
      if (!frame.playing && spoken.current && spoken.current.textContent !== sentence)
        spoken.current.textContent = sentence;
    };
    write();
    const stop = useView.subscribe(({ frame }, { frame: before }) => {
      if (frame?.caption !== before?.caption || frame?.playing !== before?.playing) write();
    });
    i18n.on('languageChanged', write);
    return () => {
      stop();
      i18n.off('languageChanged', write);
    };
  }, [i18n]);
  const go = () => {
    const event = currentView().frame?.caption?.event ?? 0;
    act(async (lab) => {
      await lab.seekEvent(event);
      if (event > 0) currentView().select({ type: 'event', number: event });
    });
  };
  return (
    <div className="caption">
      <button
        type="button"
        ref={button}
        className="caption-line"
        aria-describedby="caption-does"
        onClick={go}
      >
        <span className="caption-time" ref={time} />
        <span className="caption-words" ref={words} />
      </button>
      <span id="caption-does" hidden>
        {t('goThere')}
      </span>
      <p className="visually-hidden" role="status" aria-live="polite" aria-label={t('title')} ref={spoken} />
    </div>
  );
}
