import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { msToMicros } from '../../base/flavor.ts';
import { namesOf } from '../../explain/origin/step-text.ts';
import type { OriginStep } from '../../explain/origin/origin-step.ts';
import type { Selection } from '../../lab/frame/frame.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { Chain, ChainStep } from './Chain.tsx';
import type { Asked } from './asked.ts';

export function OriginSteps({ asked }: { asked: Extract<Asked, { type: 'origin' }> }) {
  const { t } = useTranslation('origin');
  const { place, steps, atMs } = asked;
  const says = `${t('count', { count: steps.length })} ${t('atThen', { at: formatSeconds(msToMicros(atMs)) })}`;
  return (
    <Chain key={`${place} ${atMs}`} title={t('title', { place })} says={says}>
      {steps.map((step) => (
        <ChainStep
          key={`${step.event} ${step.did} ${step.place}`}
          event={step.event}
          timeMs={step.timeMs}
          select={selectionOf(step)}
        >
          {step.place !== '' && (
            <code className="chain-value">
              {step.place}
              {step.value !== undefined && ` = ${String(step.value)}`}
            </code>
          )}
          {stepSentence(t, step)}
        </ChainStep>
      ))}
    </Chain>
  );
}

/** Which names a sentence has depends on the step: its templates and its names are tested together (test/ui/origin). */
export function stepSentence(t: TFunction<'origin'>, step: OriginStep): string {
  const names = namesOf(step);
  const say = t as (key: string, names: object) => string;
  if (step.did === 'called') return `${say('did.called', names)}${t('stop')}`;
  return t('step', {
    input: say(`input.${step.input.type}`, { ...names, ...step.input }),
    did: say(`did.${step.did}`, names),
  });
}

/** What a step names: its message, the entry in a log, a call, the node. */
function selectionOf({ node, input, place, numbers }: OriginStep): Selection | undefined {
  if (input.type === 'message') return { type: 'message', id: input.message };
  const index = /\.log\((\d+)\)/.exec(place)?.[1];
  if (index !== undefined) return { type: 'entry', node, index: Number(index) };
  const request = input.type === 'request' ? input.request : numbers['request'];
  if (typeof request === 'number') return { type: 'request', id: request };
  return node === 0 ? undefined : { type: 'node', id: node };
}
