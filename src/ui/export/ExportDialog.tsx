import { wordsFor } from '../error-words.ts';
import { useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../base/assert.ts';
import { msToMicros } from '../../base/flavor.ts';
import { textForms, type TooLarge } from '../../export/form.ts';
import type { TimeWindow } from '../../lab/lab-port.ts';
import { formatBytes, formatSeconds } from '../../view/say/format.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import {
  isExportForm,
  isPicture,
  chosenWindow,
  makeExport,
  pictureForms,
  visibleWindow,
  wholeRun,
} from './make.ts';
import type { ExportForm, Made } from './make.ts';
import './export.css';

type WindowChoice = 'chosen' | 'visible' | 'whole' | 'own';

/** What came of the last wish, or that it is not there yet. */
type Outcome =
  | { readonly type: 'working' }
  | { readonly type: 'made'; readonly made: Made }
  | { readonly type: 'tooLarge'; readonly why: TooLarge['tooLarge'] }
  | { readonly type: 'failed'; readonly reason: string };

/** A stretch of the run, or the instant at the playhead, in a form for another tool: seen first, then taken along. */
export default function ExportDialog() {
  const { t } = useTranslation('exporting');
  const [form, setForm] = useState<ExportForm>('stage.svg');
  const [choice, setChoice] = useState<WindowChoice>(chosenWindow() === undefined ? 'visible' : 'chosen');
  // What the diagram shows when the dialog opens is what is meant, however time goes on behind it.
  const [visible] = useState(visibleWindow);
  const [chosen] = useState(chosenWindow);
  const [whole] = useState(wholeRun);
  const [own, setOwn] = useState(chosen ?? visible);
  const window = { chosen: chosen ?? visible, visible, whole, own }[choice];
  const outcome = useExport(form, window);
  const at = useView((state) => state.frame?.at ?? 0);
  const isInstant = form.startsWith('stage') || form.startsWith('logs');
  const about = isPicture(form) ? (form.split('.')[0] as 'stage' | 'logs' | 'diagram') : form;
  return (
    <Modal title={t('title')} onClose={() => useView.getState().setExportOpen(false)}>
      <div className="export">
        <label className="field">
          <span>{t('form')}</span>
          <select
            value={form}
            onChange={(event) => isExportForm(event.target.value) && setForm(event.target.value)}
          >
            <optgroup label={t('groups.pictures')}>
              {pictureForms.map((each) => (
                <option key={each} value={each}>
                  {t(`forms.${each}`)}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('groups.texts')}>
              {textForms.map((each) => (
                <option key={each} value={each}>
                  {t(`forms.${each}`)}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <p className="export-about">{t(`about.${about}`)}</p>
        {isInstant ? (
          <p>{t('instant', { at: formatSeconds(at) })}</p>
        ) : (
          <WindowFields {...{ choice, setChoice, chosen, visible, whole, own, setOwn }} />
        )}
        <Said
          outcome={outcome}
          from={window.fromMs}
          onSmaller={(toMs) => {
            setOwn({ fromMs: window.fromMs, toMs });
            setChoice('own');
          }}
        />
      </div>
    </Modal>
  );
}

function WindowFields(props: {
  readonly choice: WindowChoice;
  readonly setChoice: (choice: WindowChoice) => void;
  /** In the diagram; undefined: none is. */
  readonly chosen: TimeWindow | undefined;
  readonly visible: TimeWindow;
  readonly whole: TimeWindow;
  readonly own: TimeWindow;
  readonly setOwn: (window: TimeWindow) => void;
}) {
  const { t } = useTranslation('exporting');
  const { choice, setChoice, chosen, visible, whole, own, setOwn } = props;
  const name = useId();
  const words: Readonly<Record<WindowChoice, string>> = {
    chosen: t('windows.chosen', span(chosen ?? visible)),
    visible: t('windows.visible', span(visible)),
    whole: t('windows.whole', span(whole)),
    own: t('windows.own'),
  };
  return (
    <fieldset className="choices">
      <legend>{t('window')}</legend>
      {(['chosen', 'visible', 'whole', 'own'] as const)
        .filter((each) => each !== 'chosen' || chosen !== undefined)
        .map((each) => (
          <label key={each}>
            <input type="radio" name={name} checked={choice === each} onChange={() => setChoice(each)} />{' '}
            {words[each]}
          </label>
        ))}
      {choice === 'own' && (
        <div className="export-own">
          {(['fromMs', 'toMs'] as const).map((end) => (
            <label key={end} className="field">
              <span>{t(end === 'fromMs' ? 'from' : 'to')}</span>
              <input
                type="number"
                min={0}
                step="any"
                value={own[end]}
                onChange={(event) => setOwn({ ...own, [end]: event.target.valueAsNumber || 0 })}
              />
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}

function Said(props: {
  readonly outcome: Outcome;
  readonly from: number;
  readonly onSmaller: (toMs: number) => void;
}) {
  const { t } = useTranslation('exporting');
  const { outcome, from, onSmaller } = props;
  switch (outcome.type) {
    case 'working':
      return (
        <p role="status" className="export-status">
          {t('working')}
        </p>
      );
    case 'failed':
      return <p role="alert">{t('failed', { reason: outcome.reason })}</p>;
    case 'tooLarge': {
      const { unit, limit, fitsToMs } = outcome.why;
      return (
        <div role="alert">
          <p>{t(`tooLarge.${unit}`, { limit: limit.toLocaleString() })}</p>
          {fitsToMs === undefined ? (
            <p>{t('tooLarge.never')}</p>
          ) : (
            <button type="button" className="button" onClick={() => onSmaller(fitsToMs)}>
              {t('smaller', span({ fromMs: from, toMs: fitsToMs }))}
            </button>
          )}
        </div>
      );
    }
    case 'made':
      return <Result made={outcome.made} />;
    default:
      return unreachable(outcome);
  }
}

/** So much of a text is shown. */
const SHOWN = 4000;

function Result({ made }: { readonly made: Made }) {
  const { t } = useTranslation('exporting');
  const { blob, text, about, name } = made;
  const url = useObjectUrl(blob);
  const [copied, setCopied] = useState<Made>();
  const [refused, setRefused] = useState('');
  const size = formatBytes(blob.size);
  const copy = () => {
    const written =
      text === undefined
        ? navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })])
        : navigator.clipboard.writeText(text);
    written.then(
      () => setCopied(made),
      (error: unknown) => setRefused(wordsFor(error)),
    );
  };
  return (
    <>
      <p role="status" className="export-status">
        {about.type === 'text' ? t('size', { size, ...about }) : t('pictureSize', { size, ...about })}
      </p>
      {about.type === 'picture' ? (
        <img className="export-preview" src={url} alt={t('preview')} />
      ) : (
        <pre className="export-preview" tabIndex={0} aria-label={t('preview')}>
          {(text ?? '').slice(0, SHOWN)}
          {(text ?? '').length > SHOWN && ' …'}
        </pre>
      )}
      <div className="export-do">
        <a className="button button-primary" href={url} download={name}>
          {t('download')}
        </a>
        <button type="button" className="button" onClick={copy}>
          {copied === made ? t('copied') : t('copy')}
        </button>
        {refused !== '' && <span role="alert">{t('failed', { reason: refused })}</span>}
      </div>
    </>
  );
}

/** Makes what is wished, anew when the wish is another; of two under way the later is shown. */
function useExport(form: ExportForm, { fromMs, toMs }: TimeWindow): Outcome {
  const lab = useLab();
  const language = useView((state) => state.language);
  const wish = `${form} ${fromMs} ${toMs} ${language}`;
  const [shown, setShown] = useState<{ readonly wish: string; readonly outcome: Outcome }>();
  useEffect(() => {
    let isWanted = true;
    const show = (outcome: Outcome) => {
      if (isWanted) setShown({ wish, outcome });
    };
    makeExport(lab, form, { fromMs, toMs }).then(
      (made) => show('blob' in made ? { type: 'made', made } : { type: 'tooLarge', why: made.tooLarge }),
      (error: unknown) => show({ type: 'failed', reason: wordsFor(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [lab, form, fromMs, toMs, wish]);
  return shown?.wish === wish ? shown.outcome : { type: 'working' };
}

/** An address for what was made, as long as it is shown. */
function useObjectUrl(blob: Blob): string {
  const url = useMemo(() => URL.createObjectURL(blob), [blob]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return url;
}

function span({ fromMs, toMs }: TimeWindow): { readonly from: string; readonly to: string } {
  return { from: formatSeconds(msToMicros(fromMs)), to: formatSeconds(msToMicros(toMs)) };
}
