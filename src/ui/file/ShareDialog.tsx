import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useFramePart } from '../use-frame.ts';
import { useView } from '../view-state.ts';
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
      .catch((error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) }))
      .then((made) => !isGone && setLink(made))
      .catch(reportError);
    return () => {
      isGone = true;
    };
  }, [lab]);
  const branches = useFramePart((frame) => frame.branches) ?? [];
  const moments = useFramePart((frame) => frame.moments) ?? [];
  const commands = branches.reduce((sum, branch) => sum + branch.commands, 0);
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
        <div aria-live="polite">
          {link === undefined && <p>{t('making')}</p>}
          {link !== undefined && 'url' in link && <Copied url={link.url} />}
          {link !== undefined && 'tooLong' in link && <p>{t('tooLong', { count: link.tooLong })}</p>}
          {link !== undefined && 'failed' in link && <p role="alert">{link.failed}</p>}
        </div>
        <button type="button" className="button" onClick={save}>
          {t('save')}
        </button>
        <p className="share-note">{t('private')}</p>
      </div>
    </Modal>
  );
}

function Copied({ url }: { url: string }) {
  const { t } = useTranslation('file');
  const field = useRef<HTMLTextAreaElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    field.current?.select();
    navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      // Without the right to the clipboard the text is selected: the keys for copying do the rest.
      () => setCopied(false),
    );
  };
  return (
    <>
      <label className="field share-link">
        <span>{t('link', { count: url.length })}</span>
        <textarea ref={field} readOnly rows={4} value={url} onFocus={(event) => event.target.select()} />
      </label>
      <button type="button" className="button button-primary" onClick={copy}>
        {isCopied ? t('copied') : t('copy')}
      </button>
    </>
  );
}
