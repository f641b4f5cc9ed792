import { useEffect, useSyncExternalStore, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LatePart } from './late-part.ts';

/** A component that is loaded late. One that cannot be loaded says so in its place, with a way to try again. */
export function Late({
  part,
  around = (said) => said,
}: {
  part: LatePart<{ readonly default: ComponentType }>;
  /** What stands round the words, while they are not the component itself. */
  around?: (said: ReactNode) => ReactNode;
}) {
  const { t } = useTranslation('common');
  const state = useSyncExternalStore(part.subscribe, part.state);
  const isWanted = state.type === 'wanted';
  const load = () => {
    part.load().catch(() => undefined); // The state says why, and is what shows.
  };
  useEffect(() => {
    if (isWanted) part.load().catch(() => undefined);
  }, [part, isWanted]);
  if (state.type === 'here') return <state.value.default />;
  if (isWanted) return around(<p className="late late-loading">{t('late.loading')}</p>);
  return around(
    <div className="late" role="alert">
      <p>{t('late.failed')}</p>
      <p className="late-reason">{state.reason}</p>
      <button type="button" className="button" onClick={load}>
        {t('late.again')}
      </button>
    </div>,
  );
}
