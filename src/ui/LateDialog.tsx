import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Late } from './Late.tsx';
import type { LatePart } from './late-part.ts';
import { PanelBoundary } from './PanelBoundary.tsx';
import { Modal } from './shell/Modal.tsx';

/** A dialog that is loaded late; one that cannot be loaded is a dialog that says so. */
export function LateDialog({
  part,
  onClose,
}: {
  part: LatePart<{ readonly default: ComponentType }>;
  onClose: () => void;
}) {
  const { t } = useTranslation('common');
  return (
    <PanelBoundary>
      <Late
        part={part}
        around={(said) => (
          <Modal title={t('late.title')} onClose={onClose}>
            {said}
          </Modal>
        )}
      />
    </PanelBoundary>
  );
}
