import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { useBranches } from '../branches/use-branches.ts';
import { askToCompare } from '../compare/compare-ask.ts';
import { CrossIcon, FlagIcon } from '../icons.tsx';
import { useFramePart } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { compareWithKept, keepHere, letGo, markHere } from './instants.ts';
import { MomentLine } from './MomentLine.tsx';
import { whereWords } from './where-words.ts';
import './notebook.css';

/** The moments that somebody has marked, with what was to be said of them: each is one click away. */
export default function Notebook() {
  const { t } = useTranslation('notebook');
  const act = useAct();
  const moments = useFramePart((frame) => frame.moments) ?? [];
  return (
    <div className="notebook">
      <div className="notebook-tools">
        <button type="button" className="button" onClick={() => act(markHere)}>
          <FlagIcon /> {t('mark')}
        </button>
        <span className="grow" />
        <button type="button" className="button button-quiet" title={t('keepDoes')} onClick={keepHere}>
          {t('keep')}
        </button>
        <button type="button" className="button button-quiet" onClick={() => askToCompare('here', 'here')}>
          {t('compareAny')}
        </button>
      </div>
      <Kept />
      {moments.length === 0 ? (
        <p className="muted">{t('empty')}</p>
      ) : (
        <ol className="notebook-list" aria-label={t('list')}>
          {moments.map((moment) => (
            <MomentLine key={moment.id} moment={moment} />
          ))}
        </ol>
      )}
    </div>
  );
}

/** The instant that is kept to be compared. */
function Kept() {
  const { t } = useTranslation('notebook');
  const kept = useView((state) => state.kept);
  // Names of branches are part of the words.
  useBranches();
  if (kept === undefined) return null;
  return (
    <p className="notebook-kept">
      <strong>{t('kept', { where: whereWords(kept) })}</strong>
      <button type="button" className="button button-tiny" onClick={compareWithKept}>
        {t('compareKept')}
      </button>
      <button
        type="button"
        className="button button-quiet button-tiny"
        aria-label={t('letGo')}
        title={t('letGo')}
        onClick={letGo}
      >
        <CrossIcon />
      </button>
    </p>
  );
}
