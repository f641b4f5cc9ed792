/** Why the authentication of the v2 API refuses something (etcd: v2auth.Error): an HTTP status and words. */
export class V2AuthError extends Error {
  override name = 'V2AuthError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(`auth: ${message}`);
    this.status = status;
  }
}
