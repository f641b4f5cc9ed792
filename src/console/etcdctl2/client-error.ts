/** A call that has not come to an answer. `isConnection`: nobody was there, or not in time (etcdctl: isConnectionError). */
export class ClientError extends Error {
  override name = 'ClientError';
  constructor(
    message: string,
    readonly isConnection: boolean,
  ) {
    super(message);
  }
}

/** The time for the whole command is over. */
export class DeadlineError extends ClientError {
  override name = 'DeadlineError';
  constructor() {
    super('context deadline exceeded', true);
  }
}

/** None of the endpoints has answered. */
export class ClusterError extends ClientError {
  override name = 'ClusterError';
  /** A line for each of them. */
  readonly detail: string;

  constructor(errors: readonly ClientError[]) {
    const lines = errors.map(({ message }, i) => `error #${i}: ${message}\n`);
    const said = lines.map((line) => `; ${line}`).join('');
    super(
      `client: etcd cluster is unavailable or misconfigured${said}`,
      errors.every(({ isConnection }) => isConnection),
    );
    this.detail = lines.join('');
  }
}

export const NO_ENDPOINTS = 'client: no endpoints available';
