import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { msToMicros } from '../../base/flavor.ts';
import type { Story, StoryStep } from '../../explain/follow/story.ts';
import type { Selection } from '../../lab/frame/frame.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { Chain, ChainStep } from '../origin/Chain.tsx';
import type { Asked } from '../origin/asked.ts';

export function FollowStory({ asked }: { asked: Extract<Asked, { type: 'follow' }> }) {
  const { t } = useTranslation('follow');
  const { story, atMs } = asked;
  const { kind, index, term, call, outcome, steps } = story;
  const says = `${t(`outcome.${outcome}`)} ${t('atThen', { at: formatSeconds(msToMicros(atMs)) })}`;
  return (
    <Chain
      key={`${kind} ${index} ${String(term)} ${call} ${atMs}`}
      title={t(`title.${kind}`, { index, term: String(term), call })}
      says={says}
    >
      {steps.map((step) => (
        <ChainStep
          key={`${step.event} ${step.did} ${step.node} ${step.message ?? 0}`}
          event={step.event}
          timeMs={step.timeMs}
          select={selectionOf(story, step)}
        >
          {storySentence(t, step)}
        </ChainStep>
      ))}
    </Chain>
  );
}

export function storySentence(t: TFunction<'follow'>, { did, node, numbers }: StoryStep): string {
  const end = numbers['end'];
  const names = { ...numbers, node, ...(isEnd(end) ? { end: t(`end.${end}`) } : {}) };
  const say = t as (key: string, names: object) => string;
  return say(`did.${did}`, names);
}

const ends = ['lost', 'cut', 'dead', 'dropped', 'forged'] as const;

function isEnd(end: unknown): end is (typeof ends)[number] {
  return (ends as readonly unknown[]).includes(end);
}

function selectionOf({ index, call }: Story, { did, node, message }: StoryStep): Selection | undefined {
  if (message !== undefined) return { type: 'message', id: message };
  if (did === 'called' || did === 'tookUp' || did === 'answered' || did === 'gaveUp')
    return { type: 'request', id: call };
  if (index > 0 && did !== 'overwritten' && did !== 'forgotten') return { type: 'entry', node, index };
  return node === 0 ? undefined : { type: 'node', id: node };
}
