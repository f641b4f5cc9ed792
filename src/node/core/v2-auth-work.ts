import type { V2Answer } from '../../etcd/v2/store.ts';
import type { DoorRequest } from '../http/router.ts';

/**
 * A request for users or roles of the v2 API that is being worked off. What it does is a function of what the v2 tree has answered so
 * far, and is run again from its beginning with each answer: a member keeps no stack. Never changed once made.
 */
export interface V2AuthWork {
  readonly http: DoorRequest;
  readonly answers: readonly V2Answer[];
  /** As it was when the request came. */
  readonly isEnsured: boolean;
}
