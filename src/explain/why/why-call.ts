import { microsToMs, type Micros } from '../../base/flavor.ts';
import { errorText } from '../../etcd/error.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import { isNewestRead } from '../../sim/clients/stale.ts';
import type { EntryOrigin } from '../../timeline/origins.ts';
import { chainOf, joinChains } from '../causes.ts';
import type { Past } from '../past.ts';
import { callOf, entriesOf, eventAt, forwardsOf, readKind, type MessageStand } from './call-record.ts';
import { isToCome } from './facts.ts';
import { machineOf } from './standing.ts';
import type { Subject } from './subject.ts';
import { whyStale } from './why-stale.ts';
import { whyThisEntry } from './why-entry.ts';
import { whyChangeWaits } from './why-waiting-change.ts';
import { whyReadWaits } from './why-waiting-read.ts';
import type { Explained } from './why.ts';

/** Why a call is not answered, or was answered as it was. */
export function whyCall(past: Past, { id }: Extract<Subject, { readonly type: 'call' }>): Promise<Explained> {
  return whyThisCall(past, callOf(past, id));
}

/** Why a read is not answered, or with something old. Of any other call the same as `whyCall`. */
export function whyRead(
  past: Past,
  { call }: Extract<Subject, { readonly type: 'read' }>,
): Promise<Explained> {
  return whyThisCall(past, callOf(past, call));
}

/** What became of what a call proposed. */
export function whyProposal(
  past: Past,
  { call }: Extract<Subject, { readonly type: 'proposal' }>,
): Promise<Explained> {
  return whyThisCall(past, callOf(past, call));
}

async function whyThisCall(past: Past, call: ClientCall): Promise<Explained> {
  const { result } = call;
  if (result === undefined) {
    const isRead = readKind(call.what) === 'linearizable' || call.what.type === 'authenticate';
    return isRead ? whyReadWaits(past, call) : whyChangeWaits(past, call);
  }
  switch (result.status) {
    case 'ok':
      return isNewestRead(call.what) ? whyStale(past, call) : answered(past, call);
    case 'failed':
      return whyFailed(past, call, result.error);
    case 'unknown':
      return whyUnknown(past, call, errorText(result.error));
  }
  return result satisfies never;
}

async function answered(past: Past, call: ClientCall): Promise<Explained> {
  const numbers = { call: call.id, node: call.node };
  return { answer: 'callAnswered', rule: 'answersWhenDone', numbers, causes: await endOf(past, call) };
}

/** What led to its end, back to the inputs. */
async function endOf(past: Past, call: ClientCall): Promise<readonly number[]> {
  const end = past.timeline.marks.endOfCall(call.id, past.now.events, call.returnedAt);
  return joinChains(end === undefined ? [] : await chainOf(past, end), [call.event]);
}

/** Certainly without effect: raft has not taken it, or a member has refused it. */
async function whyFailed(
  past: Past,
  call: ClientCall,
  error: Parameters<typeof errorText>[0],
): Promise<Explained> {
  const numbers = { call: call.id, node: call.node };
  const causes = await endOf(past, call);
  const end = past.timeline.marks.endOfCall(call.id, past.now.events, call.returnedAt);
  const again = [{ code: 'callRepeated', numbers: { call: call.id } } as const];
  if (error === 'unhealthy' || error === 'stopped') {
    const needs = [{ code: 'restarted', numbers: { node: call.node } } as const];
    return { answer: 'callMemberDown', rule: 'serversStop', numbers, needs, causes };
  }
  const event = end === undefined ? undefined : await eventAt(past, end);
  const dropped = event?.output?.trace.findLast(isDropped);
  if (dropped === undefined)
    return {
      answer: 'callFailed',
      rule: 'refusesWithoutEffect',
      numbers: { ...numbers, error: errorText(error) },
      causes,
    };
  const rest = { rule: 'leaderTakesProposals', numbers, causes } as const;
  switch (dropped.reason) {
    case 'noLeader':
      return { ...rest, answer: 'proposalNoLeader', needs: [{ code: 'leaderElected', numbers: {} }] };
    case 'candidate':
      return { ...rest, answer: 'proposalCandidate', needs: [{ code: 'leaderElected', numbers: {} }] };
    case 'forwardingDisabled':
      // No member of etcd's is set so.
      return { ...rest, answer: 'callFailed', numbers: { ...numbers, error: errorText(error) } };
    case 'notMember':
      return { ...rest, answer: 'proposalNotMember', rule: 'onlyVotersCampaign' };
    case 'transferring': {
      const then = end === undefined ? undefined : await past.at(end);
      const to = then?.world.machines.get(call.node)?.image?.view().leadTransferee ?? 0;
      const needs = [{ code: 'transferOver', numbers: { to } } as const];
      return {
        ...rest,
        answer: 'proposalTransferring',
        rule: 'leadershipTransfer',
        numbers: { ...numbers, to },
        needs,
      };
    }
    case 'uncommittedLimit':
      return { ...rest, answer: 'proposalUncommittedLimit', rule: 'uncommittedLimit', needs: again };
  }
  return dropped.reason satisfies never;
}

function isDropped(trace: NodeTrace): trace is Extract<NodeTrace, { readonly type: 'proposalDropped' }> {
  return trace.type === 'proposalDropped';
}

/** Nobody has told its client what became of it: what the record says up to now. */
async function whyUnknown(past: Past, call: ClientCall, error: string): Promise<Explained> {
  const ended = { call: call.id, node: call.node, error };
  const causes = await endOf(past, call);
  const entries = entriesOf(past, call.id);
  const whys = await Promise.all(
    entries.map(async (entry) => ({ entry, why: await whyThisEntry(past, entry, call.node) })),
  );
  const committed = whys.find(({ why }) => isCommitted(why));
  if (committed !== undefined) {
    const { index, term } = committed.entry;
    const committedAtMs = microsToMs(firstCommit(past, committed.entry) ?? past.now.now);
    const numbers = { ...ended, index, entryTerm: term, committedAtMs };
    return {
      answer: 'outcomeTookEffect',
      rule: 'apiGuarantees',
      numbers,
      causes: joinChains(committed.why.causes ?? [], causes),
    };
  }
  const open = whys.find(({ why }) => !isOver(why));
  if (open !== undefined) {
    const { index, term } = open.entry;
    const { needs = [], because = [], byItselfAt } = open.why;
    const nodes = 'nodes' in open.why.numbers ? (open.why.numbers.nodes as readonly number[]) : [];
    const numbers = { ...ended, index, entryTerm: term, nodes };
    const rest = { needs, because, byItselfAt, causes: joinChains(open.why.causes ?? [], causes) };
    return { ...rest, answer: 'outcomeMayStill', rule: 'apiGuarantees', numbers };
  }
  const forwards = forwardsOf(past, call.id);
  const coming = forwards.find(({ type }) => type === 'flying' || type === 'held');
  if (coming !== undefined) {
    const { id: message, from, to } = coming.arrow;
    const code = coming.type === 'held' ? 'messageReleased' : 'messageArrives';
    const numbers = { ...ended, message, from, to };
    return {
      answer: 'outcomeUnderWay',
      rule: 'apiGuarantees',
      numbers,
      needs: [{ code, numbers: { message } }],
      causes,
    };
  }
  const last = whys.at(-1);
  if (last !== undefined) {
    const { index, term } = last.entry;
    const numbers = { ...ended, index, entryTerm: term };
    return {
      answer: 'outcomeOverwritten',
      rule: 'conflictIndex',
      numbers,
      causes: joinChains(last.why.causes ?? [], causes),
    };
  }
  return neverInALog(past, call, ended, forwards, causes);
}

async function neverInALog(
  past: Past,
  call: ClientCall,
  ended: { readonly call: number; readonly node: number; readonly error: string },
  forwards: readonly MessageStand[],
  causes: readonly number[],
): Promise<Explained> {
  const machine = machineOf(past.now, call.node);
  const waits = isToCome(past.now, machine, call.id);
  if (waits) {
    const needs = [{ code: 'resumed', numbers: { node: call.node } } as const];
    return { answer: 'outcomeAtPausedMember', rule: 'apiGuarantees', numbers: ended, needs, causes };
  }
  const stand = forwards.at(-1);
  if (stand === undefined)
    return { answer: 'outcomeNeverProposed', rule: 'apiGuarantees', numbers: ended, causes };
  const { id: message, from, to, endEvent } = stand.arrow;
  const end = endEvent === undefined ? [] : await chainOf(past, endEvent);
  if (stand.type !== 'delivered') {
    const numbers = { ...ended, message, from, to };
    return { answer: 'outcomeProposalLost', rule: 'networkLoses', numbers, causes: joinChains(end, causes) };
  }
  const event = await eventAt(past, stand.event);
  if (event?.waits === true && machineOf(past.now, to).waiting.length > 0) {
    const needs = [{ code: 'resumed', numbers: { node: to } } as const];
    return {
      answer: 'outcomeAtPausedMember',
      rule: 'apiGuarantees',
      numbers: { ...ended, node: to },
      needs,
      causes,
    };
  }
  const reason = event?.output?.trace.findLast(isDropped)?.reason ?? 'noLeader';
  const numbers = { ...ended, leader: to, reason };
  return {
    answer: 'outcomeProposalDropped',
    rule: 'leaderTakesProposals',
    numbers,
    causes: joinChains(end, causes),
  };
}

function isOver({ answer }: Explained): boolean {
  return answer === 'entryReplaced' || answer === 'entryTruncated';
}

function isCommitted({ answer }: Explained): boolean {
  return answer === 'entryApplied' || answer === 'entryAppliedHere' || answer.startsWith('apply');
}

function firstCommit({ timeline, now }: Past, { index, event }: EntryOrigin): Micros | undefined {
  const times = timeline.marks.firstCommits(index, event - 1, now.events).map(({ at }) => at);
  return times.length === 0 ? undefined : Math.min(...times);
}
