import type { StoreFrame } from '../../lab/frame/frame.ts';

/** What there is to choose from, as a member has it. */
export type Known = StoreFrame['etcd'] | undefined;
