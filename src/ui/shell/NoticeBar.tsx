import i18next, { exists } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { CrossIcon, WarnIcon } from '../icons.tsx';
import { useView, type Notice } from '../view-state.ts';

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
              {notice.action.label}
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

/** The catalogue's words for the code, with the reason as it came where the words alone would say too little. */
export function noticeText({ code, text }: Pick<Notice, 'code' | 'text'>): string {
  const key = `errors:${code ?? ''}`;
  // Codes come from outside the catalogue's types (CommandError, etcd), so whether there are words is asked first.
  if (code === undefined || !exists(key)) return text;
  const words = i18next.getResource(i18next.language, 'errors', code) as string;
  return words.includes('{{text}}') ? words.replace('{{text}}', text) : words;
}
