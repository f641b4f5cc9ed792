/** etcdctl's exit codes (pkg/cobrautl, ctlv3/command/error.go). */
export const EXIT = {
  success: 0,
  error: 1,
  badConnection: 2,
  invalidInput: 3,
  badFeature: 4,
  interrupted: 5,
  io: 6,
  badArgs: 128,
} as const;

/** Ends etcdctl at once: `Error: MESSAGE` on standard error, and this exit code. An empty message: all has been said. */
export class Exit extends Error {
  override name = 'Exit';
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}
