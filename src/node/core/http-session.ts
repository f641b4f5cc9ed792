/** One HTTP request at this member that is not answered to its end. Never changed once made. */
export interface HttpSession {
  readonly method: string;
  /** Of the client port, whose answers scripts of any page may read. */
  readonly isOpenToPages: boolean;
  /** Its answer has begun. */
  readonly hasBegun: boolean;
  /** When nobody waits for its answer any more; undefined: never. */
  readonly deadlineMs: number | undefined;
  /** A stream of the gateway that ends when there has been no leader for long. */
  readonly isLeaderBound: boolean;
}

/**
 * Which door words the answer of a call that was asked over HTTP. gateway: `unlocks`: a delete that the lock service
 * makes. v2Keys: `noValueOnSuccess`: the answer names only what was done.
 */
export type AnswerDoor =
  | { readonly type: 'gateway'; readonly unlocks?: true }
  | { readonly type: 'health' }
  | { readonly type: 'members' }
  | { readonly type: 'v2Auth' }
  | { readonly type: 'v2Keys'; readonly noValueOnSuccess: boolean };
