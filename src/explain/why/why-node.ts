import type { Past } from '../past.ts';
import { knownNode, leaderOf } from './facts.ts';
import type { Subject } from './subject.ts';
import { whyCampaign } from './why-campaign.ts';
import { whyLeading, whyQuorum, whyTerm } from './why-leading.ts';
import { whyProgress } from './why-progress.ts';
import type { Explained } from './why.ts';

type Asked = Extract<Subject, { readonly type: 'node' }>;

/** What is asked about a node; without a topic what is most wrong with it. */
export async function whyNode(past: Past, { id, about }: Asked): Promise<Explained> {
  const topic = about ?? topicOf(past, id);
  const subject = { type: 'node', id, about: topic } as const;
  return { ...(await answer(past, id, topic)), subject };
}

function answer(past: Past, id: number, topic: NonNullable<Asked['about']>): Promise<Explained> {
  switch (topic) {
    case 'leading':
      return whyLeading(past, id);
    case 'campaign':
      return whyCampaign(past, id);
    case 'progress':
      return whyProgress(past, { type: 'progress', node: id });
    case 'term':
      return whyTerm(past, id);
    case 'quorum':
      return whyQuorum(past, id);
  }
  return topic satisfies never;
}

function topicOf(past: Past, id: number): NonNullable<Asked['about']> {
  const machine = knownNode(past.now, id);
  const view = machine.image?.view();
  if (view === undefined || machine.status !== 'up') return 'campaign';
  if (view.state === 'StateLeader') return 'leading';
  const leader = leaderOf(past.now);
  if (leader === undefined) return 'campaign';
  if (leader.term !== view.term) return 'term';
  const progress = leader.progress.find((each) => each.id === id);
  const isStuck = progress !== undefined && (progress.paused || progress.match < leader.last);
  return isStuck ? 'progress' : 'campaign';
}
