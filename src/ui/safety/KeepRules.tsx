import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RulesKeptRun } from '../../lab/play/rules-kept-run.ts';
import { useAct } from '../act.ts';
import { useFramePart } from '../use-frame.ts';

/** Where rules are switched off: the same schedule with all of them kept, and the way to it in a tab of its own. */
export function KeepRules() {
  const { t } = useTranslation('safety');
  const act = useAct();
  const count = useFramePart((frame) => frame.config.brokenRules.length) ?? 0;
  const [kept, setKept] = useState<RulesKeptRun>();
  if (count === 0) return null;
  if (kept === undefined) {
    return (
      <>
        {' · '}
        <button
          type="button"
          className="link-button"
          onClick={() => act(async (lab) => setKept(await lab.rulesKept()))}
        >
          {t('keepRule', { count })}
        </button>
      </>
    );
  }
  const { violated, done, leftOut, fragment } = kept;
  return (
    <>
      {' · '}
      <span role="status">
        {violated.length === 0 ? t('kept') : t('keptBroken', { properties: violated.join(', ') })}{' '}
        {t('keptDone', { count: done })} {t('keptLeftOut', { count: leftOut })}{' '}
        <a className="link-button" href={`${location.pathname}#${fragment}`} target="_blank" rel="noreferrer">
          {t('openKept')}
        </a>
      </span>
    </>
  );
}
