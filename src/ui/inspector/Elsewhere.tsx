import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { useFramePart } from '../use-frame.ts';

/** What is told of an event stands beside pictures of another instant: that is said, with the way there. */
export function Elsewhere({ number }: { number: number }) {
  const { t } = useTranslation('inspector');
  const act = useAct();
  const here = useFramePart(({ events }) => events) ?? number;
  if (here === number) return null;
  return (
    <p className="muted" role="note">
      {t(number > here ? 'event.later' : 'event.earlier', { here })}{' '}
      <button type="button" className="link-button" onClick={() => act((lab) => lab.seekEvent(number))}>
        {t('event.goThere')}
      </button>
    </p>
  );
}
