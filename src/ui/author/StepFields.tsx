import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Look } from '../../lessons/course/lesson.ts';
import { formatNode } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { useView } from '../view-state.ts';
import type { Tongue } from './AuthorPanel.tsx';
import {
  changeStep,
  inOrder,
  oneChoiceMore,
  removeStep,
  stepKinds,
  useDraft,
  withChoice,
  withoutChoice,
  type DraftKind,
  type DraftStep,
} from './draft.ts';
import { TextField } from './TextField.tsx';

interface StepProps {
  readonly step: DraftStep;
  readonly number: number;
  readonly steps: readonly DraftStep[];
  readonly tongue: Tongue;
  /** What the selection points at. */
  readonly look: Look | undefined;
}

const CHOICES_MAX = 5;

/** One step: where it stands, what it says, points at and asks. */
export function StepFields({ step, number, steps, tongue, look }: StepProps) {
  const { t } = useTranslation('author');
  const act = useAct();
  const heading = useId();
  const branch = useDraft((draft) => draft.branch);
  const events = useView(({ frame }) => frame?.events);
  const change = (changed: Partial<DraftStep>) => changeStep(step.id, changed);
  const asks = step.kind === 'predict' || step.kind === 'ask';
  return (
    <section className="author-step" aria-labelledby={heading}>
      <div className="author-row">
        <h3 id={heading}>{t('step', { number })}</h3>
        <button
          type="button"
          className="link-button"
          title={t('go')}
          onClick={() =>
            act(async (lab) => {
              if (branch !== undefined) await lab.goTo({ branch, event: step.event });
            })
          }
        >
          {t('at', { event: step.event })}
        </button>
        {events !== undefined && events !== step.event && (
          <button
            type="button"
            className="link-button"
            onClick={() => {
              change({ event: events });
              useDraft.setState((draft) => ({ steps: inOrder(draft.steps) }));
            }}
          >
            {t('here')}
          </button>
        )}
        <button type="button" className="link-button" onClick={() => removeStep(step.id)}>
          {t('delete')}
        </button>
      </div>
      <label className="author-field">
        {t('kind')}
        <select value={step.kind} onChange={({ target }) => change({ kind: target.value as DraftKind })}>
          {stepKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`kinds.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <TextField label={t('say')} long text={step.say} tongue={tongue} onText={(say) => change({ say })} />
      <Looks step={step} look={look} />
      {step.kind === 'observe' && <Of step={step} steps={steps} number={number} />}
      {step.kind !== 'tell' && (
        <TextField label={t('question')} text={step.ask} tongue={tongue} onText={(ask) => change({ ask })} />
      )}
      {asks && <Choices step={step} tongue={tongue} />}
    </section>
  );
}

function name(node: number | undefined): string {
  return node === undefined ? '–' : formatNode(node);
}

function Looks({ step, look }: Pick<StepProps, 'step' | 'look'>) {
  const { t } = useTranslation('author');
  const words = (each: Look): string => {
    switch (each.type) {
      case 'node':
      case 'log':
        return t(`look.${each.type}`, { node: name(each.node) });
      case 'message':
        return t('look.message', { message: each.message, from: name(each.from), to: name(each.to) });
      case 'link':
        return t('look.link', { from: name(each.from), to: name(each.to) });
      case 'entry':
        return t('look.entry', { index: each.index });
      default:
        return t('look.time');
    }
  };
  return (
    <div className="author-row" role="group" aria-label={t('looks')}>
      <span>{t('looks')}</span>
      {step.look.map((each, i) => (
        <button
          key={words(each)}
          type="button"
          className="button author-look"
          aria-label={t('remove', { what: words(each) })}
          title={t('remove', { what: words(each) })}
          onClick={() => changeStep(step.id, { look: step.look.filter((_, k) => k !== i) })}
        >
          {words(each)} <span aria-hidden="true">×</span>
        </button>
      ))}
      <button
        type="button"
        className="link-button"
        aria-disabled={look === undefined || step.look.length >= 4}
        title={look === undefined ? t('pointHint') : undefined}
        onClick={() => {
          const isNew = look !== undefined && step.look.every((each) => words(each) !== words(look));
          if (isNew && step.look.length < 4) changeStep(step.id, { look: [...step.look, look] });
        }}
      >
        {t('point')}
      </button>
    </div>
  );
}

function Of({ step, steps, number }: Pick<StepProps, 'step' | 'steps' | 'number'>) {
  const { t } = useTranslation('author');
  const predictions = steps.slice(0, number - 1).filter(({ kind }) => kind === 'predict');
  if (predictions.length === 0) return <p className="muted">{t('ofNone')}</p>;
  return (
    <label className="author-field">
      {t('of')}
      <select value={step.of} onChange={({ target }) => changeStep(step.id, { of: target.value })}>
        <option value="">–</option>
        {predictions.map(({ id }) => (
          <option key={id} value={id}>
            {t('ofStep', { number: steps.findIndex((each) => each.id === id) + 1 })}
          </option>
        ))}
      </select>
    </label>
  );
}

function Choices({ step, tongue }: Pick<StepProps, 'step' | 'tongue'>) {
  const { t } = useTranslation('author');
  const group = useId();
  return (
    <>
      {step.choices.map((choice, i) => (
        <fieldset key={choice.id} className="author-choice">
          <legend>{t('choice', { number: i + 1 })}</legend>
          <TextField
            label={t('choice', { number: i + 1 })}
            text={choice.text}
            tongue={tongue}
            onText={(text) => changeStep(step.id, withChoice(step, i, { text }))}
          />
          <TextField
            label={t('because')}
            text={choice.because}
            tongue={tongue}
            onText={(because) => changeStep(step.id, withChoice(step, i, { because }))}
          />
          <div className="author-row">
            <label>
              <input
                type="radio"
                name={group}
                checked={step.right === i}
                onChange={() => changeStep(step.id, { right: i })}
              />{' '}
              {t('right')}
            </label>
            {step.choices.length > 2 && (
              <button
                type="button"
                className="link-button"
                onClick={() => changeStep(step.id, withoutChoice(step, i))}
              >
                {t('removeChoice', { number: i + 1 })}
              </button>
            )}
          </div>
        </fieldset>
      ))}
      {step.choices.length < CHOICES_MAX && (
        <button
          type="button"
          className="link-button"
          onClick={() => changeStep(step.id, oneChoiceMore(step))}
        >
          {t('addChoice')}
        </button>
      )}
    </>
  );
}
