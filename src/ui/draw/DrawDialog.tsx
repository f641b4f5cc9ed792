import { wordsFor } from '../error-words.ts';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { drawingPresets, presetNames } from '../../forms/drawing-presets.ts';
import { doubtsOf, problemOf, DRAWN_ENTRIES_MAX } from '../../sim/world/drawing.ts';
import { MACHINES_MAX } from '../../sim/world/parse-config.ts';
import { defaultLabConfig } from '../../sim/world/config.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { doubtWords, problemWords } from './drawing-words.ts';
import { drawingOf, emptyRow, rowOf, rowsOf, type DrawnRow } from './drawn-rows.ts';
import { LogGrid } from './LogGrid.tsx';
import './draw.css';

/** Logs drawn by hand, and a run that begins from them. What cannot be is said here, and the run that is open stays as it was. */
export default function DrawDialog() {
  const { t } = useTranslation('draw');
  const lab = useLab();
  const [rows, setRows] = useState<readonly DrawnRow[]>(first);
  const [byHand, setByHand] = useState(true);
  const [refused, setRefused] = useState<string>();
  const drawing = drawingOf(rows);
  const nodes = rows.map(({ node }) => node);
  const problem = problemOf(drawing, nodes);
  const isNumber = drawing.every(
    ({ log, term, commit }) =>
      Number.isSafeInteger(term) && Number.isSafeInteger(commit) && log.every(Number.isSafeInteger),
  );
  const doubts = problem === undefined && isNumber ? doubtsOf(drawing, nodes) : [];
  const change = (next: readonly DrawnRow[]) => {
    setRefused(undefined);
    setRows(next);
  };
  const begin = (event: FormEvent) => {
    event.preventDefault();
    const config = useView.getState().frame?.config ?? defaultLabConfig;
    const { layout: _, machineSettings: __, snapshot: ___, ...settings } = config;
    lab
      .reset({ ...settings, nodes: rows.length, learners: 0, bootstrap: 'plain', drawing })
      .then(() => (byHand ? lab.byHand(true) : undefined))
      .then(
        () => {
          useView.getState().select(undefined);
          if (byHand) useView.getState().setPanelTab('hand');
          close();
        },
        (error: unknown) => setRefused(wordsFor(error)),
      );
  };
  return (
    <Modal title={t('title')} onClose={close}>
      <form className="draw" onSubmit={begin} noValidate>
        <p className="muted">{t('about', { max: DRAWN_ENTRIES_MAX })}</p>
        <div className="config-presets" role="group" aria-label={t('presets')}>
          <button type="button" className="button" data-preset="empty" onClick={() => change(emptyRows(5))}>
            {t('preset.empty')}
          </button>
          <button
            type="button"
            className="button"
            data-preset="now"
            onClick={() => {
              void lab.state().then((state) => {
                const now = rowsOf(state);
                if (now === undefined) setRefused(t('notNow'));
                else change(now);
              });
            }}
          >
            {t('preset.now')}
          </button>
          {presetNames.map((name) => (
            <button
              key={name}
              type="button"
              className="button"
              data-preset={name}
              title={t(`does.${name}`)}
              onClick={() => change(drawingPresets[name].map(rowOf))}
            >
              {t(`preset.${name}`)}
            </button>
          ))}
        </div>
        <LogGrid rows={rows} onChange={change} />
        <div className="draw-nodes">
          <button
            type="button"
            className="button button-tiny"
            disabled={rows.length >= MACHINES_MAX}
            onClick={() => change([...rows, emptyRow(rows.length + 1)])}
          >
            {t('add')}
          </button>
          <button
            type="button"
            className="button button-tiny"
            disabled={rows.length <= 1}
            onClick={() => change(rows.slice(0, -1))}
          >
            {t('remove')}
          </button>
        </div>
        <div aria-live="polite">
          {!isNumber && <p className="form-error">{t('noNumber')}</p>}
          {isNumber && problem !== undefined && <p className="form-error">{problemWords(problem)}</p>}
          {doubts.map((doubt) => (
            <p key={doubt.property} className="form-warning" data-property={doubt.property}>
              {doubtWords(doubt)}
            </p>
          ))}
          {problem === undefined && isNumber && doubts.length === 0 && <p className="muted">{t('sound')}</p>}
          {refused !== undefined && <p className="form-error">{t('refused', { reason: refused })}</p>}
        </div>
        <footer className="modal-foot">
          <label>
            <input
              type="checkbox"
              checked={byHand}
              onChange={(event) => setByHand(event.currentTarget.checked)}
            />{' '}
            {t('byHand')}
          </label>
          <span className="grow" />
          <button type="button" className="button" onClick={close}>
            {t('keep')}
          </button>
          <button
            type="submit"
            className="button button-primary"
            disabled={problem !== undefined || !isNumber}
          >
            {t('begin')}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

/** The drawing of the run that is open, if it has one. */
function first(): readonly DrawnRow[] {
  const drawing = useView.getState().frame?.config.drawing;
  return drawing === undefined ? emptyRows(5) : drawing.map(rowOf);
}

function emptyRows(count: number): readonly DrawnRow[] {
  return Array.from({ length: count }, (_, i) => emptyRow(i + 1));
}

function close(): void {
  useView.setState({ drawOpen: false });
}
