/** etcd: ErrProposalDropped, ErrStepLocalMsg, ErrStepPeerNotFound. */
export type RaftErrorCode = 'proposalDropped' | 'stepLocalMsg' | 'stepPeerNotFound';
