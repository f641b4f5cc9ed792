import { useTranslation } from 'react-i18next';
import type { Selection } from '../../lab/frame/frame.ts';
import { useFramePart } from '../use-frame.ts';
import { NodeEffect } from './Effect.tsx';
import { Named } from './GoTo.tsx';

/**
 * What the event that time stands at has changed, node by node; where a node is selected, in that alone. The event itself, selected,
 * says all of it.
 */
export function StepDiff({ selection }: { selection: Selection | undefined }) {
  const { t } = useTranslation('inspector');
  const step = useFramePart((frame) => frame.step);
  if (step === undefined || (selection?.type === 'event' && selection.number === step.number)) return null;
  const nodes = step.nodes.filter(({ node }) => selection?.type !== 'node' || selection.id === node);
  return (
    <section className="step-diff" aria-label={t('diff.title')}>
      <h3>
        Δ{' '}
        <Named what={{ type: 'event', number: step.number }}>
          {t('event.kicker', { number: step.number })}
        </Named>{' '}
        <span className="muted">{t(`message.causes.${step.what}`)}</span>
      </h3>
      {nodes.length === 0 ? (
        <p className="muted">{t('message.nothingChanged')}</p>
      ) : (
        nodes.map((each) => <NodeEffect key={each.node} of={each} />)
      )}
    </section>
  );
}
