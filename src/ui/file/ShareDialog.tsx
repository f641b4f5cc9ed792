import { wordsFor } from '../error-words.ts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useFramePart } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { Copy } from './Copy.tsx';
import { linkToLab, saveLab } from './save-lab.ts';
import './file.css';

type Link = { readonly url: string } | { readonly tooLong: number } | { readonly failed: string };

/** The link to this instant of this lab, to be copied; or the file, where no link can hold it. */
export default function ShareDialog() {
  const { t } = useTranslation('file');
  const lab = useLab();
  const [link, setLink] = useState<Link>();
  useEffect(() => {
    let isGone = false;
    linkToLab(lab)
      .catch((error: unknown) => ({ failed: wordsFor(error) }))
      .then((made) => !isGone && setLink(made))
      .catch(reportError);
    return () => {
      isGone = true;
    };
  }, [lab]);
  const branches = useFramePart((frame) => frame.branches) ?? [];
  const moments = useFramePart((frame) => frame.moments) ?? [];
  const commands = branches.reduce((sum, branch) => sum + branch.commands, 0);
  const url = link !== undefined && 'url' in link ? link.url : undefined;
  const save = () => {
    saveLab(lab).catch(reportError);
  };
  return (
    <Modal title={t('share')} onClose={() => useView.getState().setShareOpen(false)}>
      <div className="share">
        <p>{t('about')}</p>
        <p className="share-content">
          {[
            t('actions', { count: commands }),
            t('branches', { count: branches.length }),
            t('moments', { count: moments.length }),
          ].join(' · ')}
        </p>
        <div className="share-made" aria-live="polite">
          {link === undefined && <p>{t('making')}</p>}
          {url !== undefined && <LinkText url={url} />}
          {link !== undefined && 'tooLong' in link && <p>{t('tooLong', { count: link.tooLong })}</p>}
          {link !== undefined && 'failed' in link && <p role="alert">{link.failed}</p>}
        </div>
        <div className="share-ways">
          {url !== undefined && <Copy text={url} label={t('copy')} />}
          <button type="button" className="button" onClick={save}>
            {t('save')}
          </button>
        </div>
        <p className="share-note">{t('private')}</p>
      </div>
    </Modal>
  );
}

function LinkText({ url }: { url: string }) {
  const { t } = useTranslation('file');
  return (
    <label className="share-link">
      <span>{t('link', { count: url.length })}</span>
      <textarea readOnly rows={4} value={url} onFocus={(event) => event.target.select()} />
    </label>
  );
}
