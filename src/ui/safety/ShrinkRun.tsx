import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShrunkRun } from '../../lab/play/shrink-run.ts';
import { useAct } from '../act.ts';

/** Has the run shrunk to a small one that breaks the same property, and offers it in a tab of its own. The work bar has its stop. */
export function ShrinkRun({ property }: { property: string }) {
  const { t } = useTranslation('safety');
  const act = useAct();
  const [small, setSmall] = useState<ShrunkRun>();
  if (small === undefined) {
    return (
      <button
        type="button"
        className="link-button"
        onClick={() => act(async (lab) => setSmall(await lab.shrink(property)))}
      >
        {t('shrink')}
      </button>
    );
  }
  const { steps: count, nodes, byHand, fragment } = small;
  return (
    <span role="status">
      {t(byHand ? 'shrunkByHand' : 'shrunkByTime', { count, nodes })}{' '}
      <a className="link-button" href={`${location.pathname}#${fragment}`} target="_blank" rel="noreferrer">
        {t('openSmall')}
      </a>
    </span>
  );
}
