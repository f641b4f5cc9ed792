import { ClusterError } from './client-error.ts';

/** Exit codes of etcdctl with the old API (ctlv2/command/error.go). */
export const EXIT = {
  success: 0,
  badArgs: 1,
  badConnection: 2,
  serverError: 4,
  clusterNotHealthy: 5,
} as const;

/** Ends etcdctl at once: these lines on standard error, and this exit code. */
export class Exit extends Error {
  override name = 'Exit';
  constructor(
    readonly exitCode: number,
    readonly stderr: string,
  ) {
    super(stderr);
  }
}

/** As most commands on keys end; what all members said is told twice (etcdctl: handleError). */
export function failure(exitCode: number, error: Error): Exit {
  const detail = error instanceof ClusterError ? `${error.detail}\n` : '';
  return new Exit(exitCode, `Error:  ${error.message}\n${detail}`);
}

/** As the other commands end. */
export function plainFailure(message: string): Exit {
  return new Exit(EXIT.badArgs, `${message}\n`);
}
