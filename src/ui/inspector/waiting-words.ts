import type { TFunction } from 'i18next';
import type { Micros } from '../../base/flavor.ts';
import { formatNode, formatSpan } from '../../view/say/format.ts';
import type { WhyWaiting } from '../../view/say/why-waiting.ts';

/** Why a call waits, and until when, as sentences in the viewer's language. */
export function waitingWords(t: TFunction<'inspector'>, why: WhyWaiting, at: Micros): string {
  const until = t('waiting.until', { span: formatSpan(Math.max(0, why.givesUpAt - at)) });
  return `${reasonWords(t, why)} ${until}`;
}

function reasonWords(t: TFunction<'inspector'>, why: WhyWaiting): string {
  switch (why.type) {
    case 'paused':
    case 'noLeader':
      return t(`waiting.${why.type}`, { node: formatNode(why.node) });
    case 'leaderAway':
      return `${t('waiting.leaderAway', { node: formatNode(why.node), leader: formatNode(why.leader) })} ${t(
        `why.missing.${why.because}`,
        { node: formatNode(why.leader) },
      )}`;
    case 'applying':
      return t('waiting.applying', { node: formatNode(why.node), index: why.index, applied: why.applied });
    case 'underWay':
      return t('waiting.underWay', { leader: formatNode(why.leader) });
    case 'noQuorum':
      return quorumWords(t, why);
  }
  return why satisfies never;
}

function quorumWords(t: TFunction<'inspector'>, why: Extract<WhyWaiting, { type: 'noQuorum' }>): string {
  const words: string[] = [
    t(`waiting.noQuorum.${why.wants}`, {
      leader: formatNode(why.leader),
      need: why.need,
      voters: why.voters,
      have: why.have.length,
      nodes: why.have.map(formatNode).join(' '),
    }),
    ...why.missing.map(({ id, because }) => t(`why.missing.${because}`, { node: formatNode(id) })),
  ];
  if (why.stepsDownIn !== undefined)
    words.push(t('waiting.stepsDown', { leader: formatNode(why.leader), span: formatSpan(why.stepsDownIn) }));
  return words.join(' ');
}
