import type { Revision } from '../base/flavor.ts';
import type { EtcdErrorCode, OperationResult } from './request.ts';

/** What a command, or a read of what is applied, yields. After an error nothing has changed, but for `noSpace` (apply/). */
export type Answer =
  | { readonly ok: true; readonly result: OperationResult }
  | { readonly ok: false; readonly error: EtcdErrorCode };

export function answered(result: OperationResult): Answer {
  return { ok: true, result };
}

export function refused(error: EtcdErrorCode): Answer {
  return { ok: false, error };
}

/** The same answer with the store's revision in its header, from a part that knows no revisions. */
export function withRevision(answer: Answer, revision: Revision): Answer {
  return answer.ok ? answered({ ...answer.result, revision }) : answer;
}
