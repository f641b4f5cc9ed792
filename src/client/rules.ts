import type { Revision } from '../base/flavor.ts';
import { tablesOf, type RuleBook } from '../base/rule-table.ts';

/** The rules that clients keep to. */
export interface ClientRules {
  /** Whether a call that changes something is made again though nobody knows whether it was done. */
  readonly resendsUnknown: () => boolean;
  /** From which revision a watch goes on elsewhere, of the first that it has not been told. */
  readonly watchGoesOnFrom: (next: Revision) => Revision;
  /** What the owner of a lock shows to whatever the lock protects. */
  readonly shownToken: (token: Revision | undefined) => Revision | undefined;
}

export const clientRules: RuleBook<ClientRules> = {
  resendsUnknown: {
    section: 'paper 8; thesis 6.3',
    promises: 'AtMostOnce',
    kept: () => false,
    broken: { retryUnknownWrites: () => true },
  },
  watchGoesOnFrom: {
    section: 'etcd: API guarantees, watch APIs',
    promises: 'WatchReliable',
    kept: (next) => next,
    broken: { watchFromNow: () => 0 },
  },
  shownToken: {
    section: 'etcd: why etcd, notes on the usage of lock and lease',
    promises: 'MutualExclusion',
    kept: (token) => token,
    broken: { lockWithoutFence: () => undefined },
  },
};

export const clientRulesWith = tablesOf(clientRules);
