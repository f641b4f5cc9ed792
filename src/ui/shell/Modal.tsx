import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CrossIcon } from '../icons.tsx';
import { useView } from '../view-state.ts';
import { NoticeBar } from './NoticeBar.tsx';

/**
 * A native modal dialog with a title: focus stays inside, Escape and a click outside close it. What has to be said meanwhile is said in
 * it: the rest of the page can be neither heard nor reached.
 */
export function Modal({
  title,
  onClose,
  whole = false,
  children,
}: {
  title: string;
  onClose: () => void;
  /** It takes the whole window. */
  whole?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('common');
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [said] = useState(() => useView.getState().notice?.id);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      className={whole ? 'modal modal-whole' : 'modal'}
      ref={dialog}
      aria-labelledby={heading}
      onClose={onClose}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="modal-body">
        <header className="modal-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" className="button button-quiet" aria-label={t('close')} onClick={onClose}>
            <CrossIcon />
          </button>
        </header>
        {children}
      </div>
      <NoticeBar after={said} />
    </dialog>
  );
}
