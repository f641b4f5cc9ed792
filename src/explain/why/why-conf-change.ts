import type { EtcdErrorCode } from '../../etcd/request.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { World } from '../../sim/world/world.ts';
import { chainOf, joinChains } from '../causes.ts';
import { foretell } from './foresight.ts';
import type { Past } from '../past.ts';
import { awayEvents, hindrancesOf, leaderOf, viewOf } from './facts.ts';
import type { Subject } from './subject.ts';
import type { Explained } from './why.ts';

type Asked = Extract<Subject, { readonly type: 'confChange' }>;
type Refused = Extract<NodeTrace, { readonly type: 'confChangeRefused' }>;

const TYPES: ReadonlySet<string> = new Set([
  'confChange',
  'memberAdd',
  'memberRemove',
  'memberUpdate',
  'memberPromote',
]);
/** So many calls are looked through for the newest change of members. */
const LOOKED_THROUGH = 20_000;
/** etcd: readyPercent. */
const READY_SHARE = 0.9;

/** Why a change of members was refused, or is not done. */
export async function whyConfChange(past: Past, { call: asked }: Asked): Promise<Explained> {
  const { calls } = past.now;
  const call = asked === undefined ? newest(past.now) : calls.get(asked);
  if (call === undefined) {
    if (asked !== undefined)
      throw new CommandError('badArgument', `why: there is no call ${asked} up to this instant`);
    return { answer: 'confChangeNone', rule: 'oneChangeAtATime', numbers: {} };
  }
  if (!TYPES.has(call.what.type))
    throw new CommandError(
      'badArgument',
      `why: call ${call.id} is a ${call.what.type}, and no change of members`,
    );
  const subject = { type: 'confChange', call: call.id } as const;
  return { subject, ...(await about(past, call)) };
}

function newest({ calls }: World): ClientCall | undefined {
  for (let id = calls.lastId; id > Math.max(0, calls.lastId - LOOKED_THROUGH); id--) {
    const call = calls.get(id);
    if (call !== undefined && TYPES.has(call.what.type)) return call;
  }
  return undefined;
}

async function about(past: Past, call: ClientCall): Promise<Explained> {
  const refused = await refusalByRaft(past, call);
  if (refused !== undefined) return refused;
  if (call.result === undefined) return pending(past, call);
  const numbers = { call: call.id, node: call.node };
  const causes = await chainOfEnd(past, call);
  if (call.result.status === 'ok')
    return { answer: 'confChangeDone', rule: 'oneChangeAtATime', numbers, causes };
  if (call.result.status === 'unknown')
    return { answer: 'confChangeUnknown', rule: 'apiGuarantees', numbers, causes };
  return refusedByEtcd(past, call, call.result.error, causes);
}

async function chainOfEnd(past: Past, call: ClientCall): Promise<readonly number[]> {
  const ended = past.timeline.marks.endOfCall(call.id, past.now.events, call.returnedAt);
  return joinChains(ended === undefined ? [] : await chainOf(past, ended), [call.event]);
}

/** The leader's raft put an empty entry in its place: it is in no log. */
async function refusalByRaft(past: Past, call: ClientCall): Promise<Explained | undefined> {
  const found = await refusedIn(past, call);
  if (found === undefined) return undefined;
  const { event, node, trace } = found;
  const { reason, pendingIndex: index, applied } = trace;
  const numbers = { call: call.id, leader: node, index, applied };
  const common = { rule: 'oneChangeAtATime', numbers, causes: await chainOf(past, event) } as const;
  switch (reason) {
    case 'pending':
      return {
        ...common,
        answer: 'confChangePending',
        needs: [{ code: 'appliedUpTo', numbers: { node, index } }],
        byItselfAt:
          (viewOf(past.now, node)?.applied ?? 0) >= index
            ? undefined
            : await foretell(
                past,
                ({ machines }) => (machines.get(node)?.image?.view().applied ?? 0) >= index,
              ),
      };
    case 'mustLeaveJoint':
      return {
        ...common,
        answer: 'confChangeJoint',
        needs: [{ code: 'leavesJoint', numbers: { leader: node } }],
      };
    case 'notJoint':
      return { ...common, answer: 'confChangeNotJoint' };
  }
  return reason satisfies never;
}

/** From the call on, up to its end: the decision of whoever led then. */
async function refusedIn(
  past: Past,
  call: ClientCall,
): Promise<{ readonly event: number; readonly node: number; readonly trace: Refused } | undefined> {
  const ended = past.timeline.marks.endOfCall(call.id, past.now.events, call.returnedAt) ?? past.now.events;
  const last = Math.min(ended, call.event + 400);
  for (const event of await past.events(call.event, last)) {
    const trace = event.output?.trace.find((each): each is Refused => each.type === 'confChangeRefused');
    if (trace !== undefined) return { event: event.number, node: event.node, trace };
  }
  return undefined;
}

async function pending(past: Past, call: ClientCall): Promise<Explained> {
  const numbers = { call: call.id, node: call.node };
  const leader = leaderOf(past.now);
  const origin = past.timeline.origins.ofRequest(call.id);
  const isProposed = origin !== undefined && origin.event <= past.now.events;
  const byItselfAt = await foretell(past, ({ calls }) => calls.get(call.id)?.result !== undefined);
  if (leader === undefined)
    return {
      answer: 'confChangeNoLeader',
      rule: 'electionResult',
      numbers,
      needs: [{ code: 'hearsLeader', numbers: { node: call.node } }],
      byItselfAt,
      causes: [call.event],
    };
  const away = hindrancesOf(past, leader.confState.voters, leader.id);
  return {
    answer: isProposed ? 'confChangeUnderWay' : 'confChangeOnItsWay',
    rule: isProposed ? 'committedIndex' : 'networkLoses',
    numbers: { ...numbers, leader: leader.id, index: origin?.index ?? 0 },
    because: away,
    needs: [{ code: 'appliedUpTo', numbers: { node: call.node, index: origin?.index ?? 0 } }],
    byItselfAt,
    causes: joinChains([call.event], isProposed ? [origin.event] : [], awayEvents(past, away, leader.id)),
  };
}

/** etcd's own checks before it proposes (server.go: mayAddMember and its sisters), and those when it applies. */
async function refusedByEtcd(
  past: Past,
  call: ClientCall,
  error: EtcdErrorCode,
  causes: readonly number[],
): Promise<Explained> {
  const { id, node } = call;
  const numbers = { call: id, node };
  switch (error) {
    case 'unhealthy': {
      const conf = viewOf(past.now, node)?.confState ?? leaderOf(past.now)?.confState;
      const away = hindrancesOf(past, conf?.voters ?? [], node);
      return {
        answer: 'confChangeUnhealthy',
        rule: 'strictReconfig',
        numbers: { ...numbers, voters: conf?.voters.length ?? 0, away: away.length },
        because: away,
        needs: [{ code: 'connected', numbers: { node, seconds: 5 } }],
        causes: joinChains(causes, awayEvents(past, away, node)),
      };
    }
    case 'memberNotEnoughStarted':
      return {
        answer: 'confChangeNotEnoughStarted',
        rule: 'strictReconfig',
        numbers,
        needs: [{ code: 'moreStarted', numbers: {} }],
        causes,
      };
    case 'learnerNotReady':
      return notReady(past, call, causes);
    case 'tooManyLearners':
      return {
        answer: 'confChangeTooManyLearners',
        rule: 'learnerReady',
        numbers,
        needs: (leaderOf(past.now)?.confState.learners ?? []).map((learner) => ({
          code: 'becomesVoter',
          numbers: { node: learner },
        })),
        causes,
      };
    case 'proposalDropped':
    case 'noLeader':
      return {
        answer: 'confChangeDropped',
        rule: error === 'noLeader' ? 'electionResult' : 'leadershipTransfer',
        numbers,
        needs: [{ code: 'askedAnew', numbers: { node } }],
        causes,
      };
    default:
      return { answer: 'confChangeRefused', rule: 'strictReconfig', numbers: { ...numbers, error }, causes };
  }
}

/** The learner that is furthest behind: it was asked to be promoted before it had caught up. */
async function notReady(past: Past, call: ClientCall, causes: readonly number[]): Promise<Explained> {
  const leader = leaderOf(past.now);
  const [learner] = (leader?.progress ?? []).filter((each) => each.learner).sort((a, b) => a.match - b.match);
  const own = leader?.progress.find(({ id }) => id === leader.id)?.match ?? 0;
  const enough = Math.ceil(own * READY_SHARE);
  const isBehind = learner !== undefined && learner.match < own * READY_SHARE;
  const away = learner === undefined ? [] : hindrancesOf(past, [learner.id], leader?.id);
  return {
    answer: 'confChangeLearnerBehind',
    rule: 'learnerReady',
    numbers: {
      call: call.id,
      node: learner?.id ?? call.node,
      match: learner?.match ?? 0,
      leader: leader?.id ?? 0,
      last: own,
      enough,
    },
    because: away,
    needs: [{ code: 'matches', numbers: { node: learner?.id ?? 0, index: enough } }],
    byItselfAt:
      isBehind && away.length === 0
        ? await foretell(past, ({ machines }) =>
            isReady(machines.get(leader?.id ?? 0)?.image?.view(), learner.id),
          )
        : undefined,
    causes: joinChains(causes, awayEvents(past, away, leader?.id)),
  };
}

function isReady(leader: ReturnType<typeof viewOf>, learner: number): boolean {
  const match = (id: number): number => leader?.progress.find((each) => each.id === id)?.match ?? 0;
  return leader !== undefined && match(learner) >= match(leader.id) * READY_SHARE;
}
