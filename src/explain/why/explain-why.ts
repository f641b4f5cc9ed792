import { microsToMs } from '../../base/flavor.ts';
import type { Past } from '../past.ts';
import { ruleBook } from '../rule-book.ts';
import type { Explain } from './explainer.ts';
import { parseSubject, type SubjectType } from './subject.ts';
import { whyCall, whyProposal, whyRead } from './why-call.ts';
import { whyEntry } from './why-entry.ts';
import { whyLease } from './why-lease.ts';
import { whyConfChange } from './why-conf-change.ts';
import { whyEvent } from './why-event.ts';
import { whyLeader } from './why-leader.ts';
import { whyLink } from './why-link.ts';
import { whyMessage } from './why-message.ts';
import { whyNode } from './why-node.ts';
import { whyProgress } from './why-progress.ts';
import { whyTransfer } from './why-transfer.ts';
import { whyVote } from './why-vote.ts';
import { whyWatch } from './why-watch.ts';
import type { Why } from './why.ts';

/** Who answers for what. */
const explainers: { readonly [Type in SubjectType]: Explain<Type> } = {
  vote: whyVote,
  entry: whyEntry,
  read: whyRead,
  call: whyCall,
  proposal: whyProposal,
  lease: whyLease,
  watch: whyWatch,
  message: whyMessage,
  link: whyLink,
  leader: whyLeader,
  node: whyNode,
  progress: whyProgress,
  transfer: whyTransfer,
  confChange: whyConfChange,
  event: whyEvent,
};

/**
 * Why it is so, at the playhead. Rejects with a CommandError if what is asked about is no subject, or is not there. Nothing
 * moves.
 */
export async function explainWhy(past: Past, asked: unknown): Promise<Why> {
  const subject = parseSubject(asked);
  const explain = explainers[subject.type] as Explain<SubjectType>;
  const {
    subject: found,
    rule,
    needs,
    because,
    byItselfAt,
    causes,
    ...answer
  } = await explain(past, subject);
  return {
    ...answer,
    subject: found ?? subject,
    rule,
    ...ruleBook[rule],
    needs: needs ?? [],
    ...(byItselfAt === undefined ? {} : { byItselfAtMs: microsToMs(byItselfAt) }),
    because: because ?? [],
    causes: causes ?? [],
  };
}
