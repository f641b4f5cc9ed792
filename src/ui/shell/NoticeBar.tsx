import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { noticeText } from '../error-words.ts';
import { CrossIcon, WarnIcon } from '../icons.tsx';
import { useView, wordsOf, type Notice } from '../view-state.ts';

/** Time enough to read a sentence and to reach its button. */
const PASSES_AFTER_MS = 12_000;

/** What went wrong with the last action, until it is closed or something else goes wrong. `after`: not this one, which was said before. */
export function NoticeBar({ after }: { after?: number | undefined }) {
  const { t } = useTranslation('common');
  const notice = useView((state) => (state.notice?.id === after ? undefined : state.notice));
  useEffect(() => {
    if (notice?.action?.passes !== true) return undefined;
    const timer = setInterval(() => {
      // Not while somebody is about to press its button.
      if (document.querySelector('.notice:is(:hover, :focus-within)') === null)
        useView.getState().closeNotice();
    }, PASSES_AFTER_MS);
    return () => clearInterval(timer);
  }, [notice]);
  return (
    <div className="notice-place" role="alert">
      {notice && (
        <div className="notice" data-type={notice.type} key={notice.id}>
          {notice.type === 'error' && <WarnIcon />}
          <span>{noticeText(notice)}</span>
          {notice.action && (
            <button
              type="button"
              className="button button-quiet notice-action"
              onClick={() => doIt(notice.action)}
            >
              {wordsOf(notice.action.label)}
            </button>
          )}
          <button
            type="button"
            className="button button-quiet"
            aria-label={t('close')}
            onClick={() => useView.getState().closeNotice()}
          >
            <CrossIcon />
          </button>
        </div>
      )}
    </div>
  );
}

function doIt(action: Notice['action']): void {
  useView.getState().closeNotice();
  action?.run();
}
