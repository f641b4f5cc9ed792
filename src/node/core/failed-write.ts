import type { DiskFailure } from '../io.ts';
import type { PendingWrite } from './disk-queue.ts';
import type { MemberState } from './member-state.ts';

/** The member ends by itself, with a line that etcd ends with (`C | ..` in its log, or a panic). */
export class FatalError extends Error {
  override name = 'Fatal';
}

/**
 * A write has failed: etcd ends. Of a full disk its store hears first, as its log is written into room that was made before; here
 * log and store share what there is. After an error of the device it is the log that says so.
 */
export function endOfFailedWrite(
  { config }: MemberState,
  failed: DiskFailure,
  write: PendingWrite | undefined,
): FatalError {
  const folder = `${config.address.name}.etcd/member`;
  if (failed === 'ENOSPC') {
    const problem = `write ${folder}/snap/db: no space left on device`;
    return new FatalError(`mvcc/backend: cannot commit tx (${problem})`);
  }
  if (write?.type === 'snapshot') {
    return new FatalError('etcdserver: save snapshot error: input/output error');
  }
  return new FatalError('etcdserver: failed to save state and entries error: input/output error');
}
