import './author.css';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../lessons/course/text.ts';
import { useAct } from '../act.ts';
import { ExpressionField } from '../conditions/ExpressionField.tsx';
import { readTyped } from '../conditions/typed.ts';
import { useKnown } from '../conditions/use-known.ts';
import { CrossIcon } from '../icons.tsx';
import { useFrame } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { addSteps, lookOf, useDraft } from './draft.ts';
import { copyLessonLink, previewLesson, saveLesson } from './hand-out.ts';
import { resumeDraft } from './keep-draft.ts';
import { StepFields } from './StepFields.tsx';
import { TextField } from './TextField.tsx';

export type Tongue = keyof Text;

resumeDraft();

/** A lesson is made from the run that is open: its moments become steps. */
export default function AuthorPanel() {
  const { t } = useTranslation('author');
  const act = useAct();
  const draft = useDraft();
  const frame = useFrame();
  const known = useKnown();
  const selection = useView((state) => state.selection);
  const shown = useView((state) => state.language);
  const [tongue, setTongue] = useState<Tongue>(shown === 'zh-CN' ? 'zh' : 'en');
  const typed = useMemo(() => readTyped(draft.goal), [draft.goal]);
  if (frame === undefined) return null;
  const look = lookOf(selection, frame);
  const moments = frame.moments.filter(({ branch }) => branch === frame.branch);
  return (
    <div className="author">
      <header className="author-row">
        <h2>{t('title')}</h2>
        <button
          type="button"
          className="button button-quiet"
          aria-label={t('close')}
          title={t('close')}
          onClick={() => useView.setState({ authoring: false, panelTab: 'inspector', phoneTab: 'logs' })}
        >
          <CrossIcon />
        </button>
      </header>
      {draft.steps.length === 0 && <p className="muted">{t('intro')}</p>}
      <label className="author-row">
        {t('writing')}
        <select value={tongue} onChange={({ target }) => setTongue(target.value === 'zh' ? 'zh' : 'en')}>
          <option value="en">English</option>
          <option value="zh">简体中文</option>
        </select>
      </label>
      <TextField
        label={t('name')}
        text={draft.title}
        tongue={tongue}
        onText={(title) => useDraft.setState({ title })}
      />
      <TextField
        label={t('about')}
        text={draft.about}
        tongue={tongue}
        onText={(about) => useDraft.setState({ about })}
      />
      {draft.steps.map((step, i) => (
        <StepFields
          key={step.id}
          step={step}
          number={i + 1}
          steps={draft.steps}
          tongue={tongue}
          look={look}
        />
      ))}
      <div className="author-row">
        <button
          type="button"
          className="button"
          onClick={() =>
            addSteps(
              frame.branch,
              [{ event: frame.events, note: '' }],
              look === undefined ? [] : [look],
              tongue,
            )
          }
        >
          {t('add')}
        </button>
        {moments.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => addSteps(frame.branch, moments, [], tongue)}
          >
            {t('addMoments', { count: moments.length })}
          </button>
        )}
      </div>
      <TextField
        label={t('task')}
        text={draft.task}
        tongue={tongue}
        onText={(task) => useDraft.setState({ task })}
      />
      <ExpressionField
        label={t('goal')}
        text={draft.goal}
        typed={typed}
        known={known}
        says={{ nothing: t('goalHint'), condition: t('goalSays'), value: t('goalHint') }}
        placeholder="node(3).role == leader"
        onText={(goal) => useDraft.setState({ goal })}
        onEnter={() => undefined}
      />
      <footer className="author-row author-foot">
        <button type="button" className="button button-primary" onClick={() => act(previewLesson)}>
          {t('preview')}
        </button>
        <button type="button" className="button" onClick={() => act(saveLesson)}>
          {t('save')}
        </button>
        <button type="button" className="button" onClick={() => act(copyLessonLink)}>
          {t('link')}
        </button>
      </footer>
    </div>
  );
}
