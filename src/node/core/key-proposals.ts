import type { KeyValuePair } from '../../etcd/key-server/gob.ts';
import type { ConfChange } from '../../raft/entry.ts';

/** What a client of the key server wants in the log. */
export type KeyProposal =
  | { readonly type: 'put'; readonly pair: KeyValuePair }
  | { readonly type: 'change'; readonly change: ConfChange };

/**
 * Proposals on their way from the key server to raft. raftexample hands them over one by one, and answers as soon as the one
 * before has been taken, so of those that wait for a leader the first is answered already. Never changed once made.
 */
export interface KeyProposals {
  /** Taken and answered; raft has not had it, as it knows of no leader. */
  readonly taken: KeyProposal | undefined;
  /** Their requests are not answered yet, oldest first. */
  readonly waiting: readonly { readonly request: number; readonly proposal: KeyProposal }[];
}

export const noKeyProposals: KeyProposals = { taken: undefined, waiting: [] };
