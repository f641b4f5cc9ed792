import { CommandError } from '../../sim/command/command.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import { chainOf } from '../causes.ts';
import type { Past } from '../past.ts';
import type { Subject } from './subject.ts';
import type { Explained } from './why.ts';

type Asked = Extract<Subject, { readonly type: 'vote' }>;

/** Why a member gave its vote to a candidate, or did not. */
export async function whyVote(past: Past, subject: Asked): Promise<Explained> {
  const { voter } = subject;
  if (!past.now.machines.has(voter)) throw new CommandError('unknownNode', `why: there is no node ${voter}`);
  const request = requestFor(past, subject);
  if (request === undefined) return { answer: 'voteNotAsked', rule: 'electionResult', numbers: { voter } };
  const { from: candidate, term, endEvent } = request;
  const found = { type: 'vote', voter, candidate, term } as const;
  const [event] = endEvent === undefined ? [] : await past.events(endEvent, endEvent);
  const decision = event?.output?.trace.find(isAboutVote);
  if (decision === undefined || endEvent === undefined)
    return { answer: 'voteNotAsked', rule: 'electionResult', numbers: { voter } };
  const asked = { voter, candidate, term, own: decision.own, theirs: decision.theirs };
  const common = { subject: found, rule: 'isUpToDate', causes: await chainOf(past, endEvent) } as const;
  if (decision.type === 'voteGranted') return { ...common, answer: 'voteGranted', numbers: asked };
  return {
    ...common,
    answer: 'voteLogBehind',
    numbers: asked,
    needs: [{ code: 'logUpTo', numbers: { node: candidate, own: decision.own } }],
  };
}

/** The newest request for this vote that has been sent. */
function requestFor(past: Past, { voter, candidate, term }: Asked): Arrow | undefined {
  const { arrows } = past.timeline;
  for (let id = past.now.bus.lastId; id >= 1; id--) {
    const type = arrows.typeOf(id);
    if (type !== 'MsgVote' && type !== 'MsgPreVote') continue;
    const arrow = arrows.at(id);
    if (arrow === undefined || arrow.to !== voter) continue;
    if (candidate !== undefined && arrow.from !== candidate) continue;
    if (term === undefined || arrow.term === term) return arrow;
  }
  return undefined;
}

function isAboutVote(
  trace: NodeTrace,
): trace is Extract<NodeTrace, { readonly type: 'voteGranted' | 'voteRejected' }> {
  return trace.type === 'voteGranted' || trace.type === 'voteRejected';
}
