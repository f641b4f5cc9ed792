import { useEffect, useSyncExternalStore, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { LatePart } from './late-part.ts';
import { PanelBoundary } from './PanelBoundary.tsx';
import { Modal } from './shell/Modal.tsx';

/**
 * A component that is loaded late. One that cannot be loaded says so in its place, with a way to try again; a dialog
 * (with `onClose`) in a dialog. A region of the page has its `place` meanwhile.
 */
export function Late({
  part,
  place,
  onClose,
}: {
  part: LatePart<{ readonly default: ComponentType }>;
  place?: { readonly className: string; readonly label: string };
  onClose?: () => void;
}) {
  const { t } = useTranslation('common');
  const state = useSyncExternalStore(part.subscribe, part.state);
  const isWanted = state.type === 'wanted';
  useEffect(() => {
    if (isWanted) load(part);
  }, [part, isWanted]);
  if (state.type === 'here') {
    return (
      <PanelBoundary>
        <state.value.default />
      </PanelBoundary>
    );
  }
  const said = isWanted ? (
    <p className="late late-loading">{t('late.loading')}</p>
  ) : (
    <div className="late" role="alert">
      <p>{t('late.failed')}</p>
      <p className="late-reason">{state.reason}</p>
      <button type="button" className="button" onClick={() => load(part)}>
        {t('late.again')}
      </button>
    </div>
  );
  if (place !== undefined) {
    return (
      <section className={place.className} aria-label={place.label}>
        {said}
      </section>
    );
  }
  if (onClose === undefined) return said;
  return (
    <Modal title={t('late.title')} onClose={onClose}>
      {said}
    </Modal>
  );
}

/** What comes of it is in the part's state, and shows. */
function load(part: LatePart<unknown>): void {
  part.load().catch(() => undefined);
}
