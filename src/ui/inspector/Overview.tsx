import { currentConfState, currentLeader } from '../../explain/situation.ts';
import { whyNoLeader, type WhyNoLeader } from '../../explain/why/no-leader.ts';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision, Frame } from '../../lab/frame/frame.ts';
import { formatNode, formatSeconds, formatSpan } from '../../view/say/format.ts';
import { upcoming, type Upcoming } from '../../view/time/upcoming.ts';
import { QuorumRules } from '../../explain/quorum-rules.ts';
import { clusterCommit } from '../../view/say/cluster-commit.ts';
import { useView } from '../view-state.ts';
import { Late } from '../Late.tsx';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import { Answer, Facts } from './Facts.tsx';
import { GoToEvent } from './GoTo.tsx';
import { WhyButton } from '../why/WhyButton.tsx';
import { traceSentence } from './trace-sentence.ts';
import { TourOffer } from '../tour/TourOffer.tsx';

const violationCard = latePart(withMessages(() => import('../safety/ViolationCard.tsx')));

const NEXT = 5;

/** Nothing is selected: who leads or why nobody does, what counts as a quorum, and what comes next. */
export function Overview({ frame }: { frame: Frame }) {
  const { t } = useTranslation(['inspector', 'common']);
  const leader = currentLeader(frame.nodes);
  const conf = currentConfState(frame.nodes);
  const quorum = new QuorumRules(frame.config);
  const committed = clusterCommit(frame.nodes);
  const revision = Math.max(0, ...frame.nodes.map((node) => node.view?.revision ?? 0));
  // A joint configuration needs a majority of each of its halves.
  const halves = [conf?.voters ?? [], conf?.votersOutgoing ?? []].filter(
    (half, i) => i === 0 || half.length > 0,
  );
  return (
    <>
      {frame.checks.violations.length > 0 && <Late part={violationCard} />}
      <TourOffer />
      <p className="kicker">{t('overview.kicker')}</p>
      <h2 className="headline">
        {leader
          ? t('overview.leads', { node: formatNode(leader.id), term: String(leader.term) })
          : t('overview.noLeader')}
      </h2>
      <NoLeader frame={frame} />
      <Facts
        facts={[
          {
            name: t('overview.quorum'),
            value: halves
              .map((half) => t('overview.quorumOf', { need: quorum.needToCommit(half), count: half.length }))
              .join(' + '),
          },
          conf && conf.votersOutgoing.length > 0
            ? {
                name: t('overview.joint'),
                value: `${conf.voters.map(formatNode).join(' ')} + ${conf.votersOutgoing.map(formatNode).join(' ')}`,
              }
            : undefined,
          conf && conf.learners.length > 0
            ? { name: t('overview.learners'), value: conf.learners.map(formatNode).join(' ') }
            : undefined,
          {
            name: t('overview.committed'),
            value: committed,
            place: placeOf(frame, 'commit', committed),
          },
          {
            name: t('overview.revision'),
            value: revision,
            place: placeOf(frame, 'revision', revision),
          },
          { name: t('overview.workers'), value: frame.workers },
          { name: t('overview.events'), value: frame.events },
        ]}
      />
      <h3>{t('overview.next')}</h3>
      {frame.byHand && <p className="muted">{t('overview.byHand')}</p>}
      <ol className="next">
        {upcoming(frame, NEXT).map((item) => (
          <Next key={itemKey(item)} item={item} frame={frame} />
        ))}
      </ol>
      <Recent decisions={frame.recent ?? []} />
      <p className="muted small">{t('overview.hint')}</p>
    </>
  );
}

/** Where a number is: at the first member that runs and has it. */
function placeOf({ nodes }: Frame, field: 'commit' | 'revision', value: number): string | undefined {
  const node = nodes.find(({ status, view }) => status !== 'killed' && view?.[field] === value);
  return node && value > 0 ? `node(${node.id}).${field}` : undefined;
}

/** What members have just decided, newest first; a click goes to that event. */
const Recent = memo(function Recent({ decisions }: { decisions: readonly Decision[] }) {
  const { t } = useTranslation('inspector');
  if (decisions.length === 0) return null;
  return (
    <>
      <h3>{t('overview.recent')}</h3>
      <ol className="next recent">
        {decisions.map((decision, i) => (
          <RecentOne key={decisionKey(decisions, i)} decision={decision} />
        ))}
      </ol>
    </>
  );
});

/** An event may have had several decisions: told apart by how many of its are older. */
function decisionKey(decisions: readonly Decision[], i: number): string {
  const event = decisions[i]?.event ?? 0;
  const older = decisions.slice(i + 1).filter((other) => other.event === event).length;
  return `${event} ${older}`;
}

/** What was decided is not decided otherwise later: its sentence is made once. */
const RecentOne = memo(function RecentOne({ decision }: { decision: Decision }) {
  const { t } = useTranslation('inspector');
  const { node, at, event, trace } = decision;
  return (
    <li>
      <time>{formatSeconds(at)}</time>
      <GoToEvent event={event}>
        <b>{formatNode(node)}</b> {traceSentence(t, trace)}
      </GoToEvent>
    </li>
  );
});

function NoLeader({ frame }: { frame: Frame }) {
  const { t } = useTranslation('inspector');
  const why = whyNoLeader(frame);
  if (!why) return null;
  const bad = why.type === 'tooFewUp' || why.type === 'split' || why.type === 'splitVote';
  return (
    <Answer tone={bad ? 'bad' : 'info'} question={t('whyNoLeader.question')}>
      {noLeaderWords(t, why)} <WhyButton subject={{ type: 'leader' }} about={t('whyNoLeader.question')} />
    </Answer>
  );
}

function noLeaderWords(t: TFunction<'inspector'>, why: WhyNoLeader): string {
  switch (why.type) {
    case 'tooFewUp':
      return t('whyNoLeader.tooFewUp', { up: why.up, voters: why.voters, need: why.need });
    case 'split':
      return t('whyNoLeader.split', {
        nodes: why.largest.map(formatNode).join(' '),
        have: why.largest.length,
        need: why.need,
      });
    case 'splitVote':
      return splitVoteWords(t, why);
    case 'asking':
      return t(why.pre ? 'whyNoLeader.preAsking' : 'whyNoLeader.asking', {
        node: formatNode(why.node),
        term: String(why.term),
        granted: why.granted,
        need: why.need,
      });
    case 'waiting':
      return t('whyNoLeader.waiting', { node: formatNode(why.node), count: why.ticks });
  }
  return why satisfies never;
}

function splitVoteWords(t: TFunction<'inspector'>, why: Extract<WhyNoLeader, { type: 'splitVote' }>): string {
  const shares = why.shares.map(({ candidate, from }) =>
    t('whyNoLeader.share', {
      candidate: formatNode(candidate),
      count: from.length,
      nodes: from.map(formatNode).join(' '),
    }),
  );
  const words = t('whyNoLeader.splitVote', {
    term: String(why.term),
    need: why.need,
    shares: shares.join(t('whyNoLeader.join')),
  });
  if (why.next === undefined) return words;
  const { node, ticks, inMicros } = why.next;
  return `${words} ${t('whyNoLeader.nextTimer', { node: formatNode(node), count: ticks, span: formatSpan(inMicros) })}`;
}

function itemKey(item: Upcoming): string {
  if (item.type === 'message') return `message-${item.message}`;
  return item.type === 'tick' ? `tick-${item.at}` : `${item.type}-${item.at}-${item.node}`;
}

function Next({ item, frame }: { item: Upcoming; frame: Frame }) {
  return (
    <li>
      <time>+{formatSpan(Math.max(0, item.at - frame.at))}</time>
      <NextWords item={item} />
    </li>
  );
}

function NextWords({ item }: { item: Upcoming }) {
  const { t } = useTranslation('inspector');
  const select = useView((state) => state.select);
  if (item.type === 'tick')
    return <span>{t('next.tick', { nodes: item.nodes.map(formatNode).join(' ') })}</span>;
  const words =
    item.type === 'message'
      ? t('next.message', { type: item.messageType, from: formatNode(item.from), to: formatNode(item.to) })
      : item.type === 'applied'
        ? t('next.applied', { node: formatNode(item.node), last: item.last })
        : t('next.synced', { node: formatNode(item.node) });
  const open = () =>
    select(item.type === 'message' ? { type: 'message', id: item.message } : { type: 'node', id: item.node });
  return (
    <button type="button" className="link-button" onClick={open}>
      {words}
    </button>
  );
}
