import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** How long the audience has been talking, in real time. */
export function TalkClock() {
  const { t } = useTranslation('lecture');
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <p className="lecture-talk">
      <b>{t('talk')}</b>{' '}
      <span className="number" role="timer" aria-label={t('talkTime')}>
        {clock}
      </span>
    </p>
  );
}
