/** The units of a timeout, in nanoseconds. */
const UNITS: Readonly<Record<string, bigint>> = {
  H: 3_600_000_000_000n,
  M: 60_000_000_000n,
  S: 1_000_000_000n,
  m: 1_000_000n,
  u: 1000n,
  n: 1n,
};
const NANOS_PER_MS = 1e6;

/**
 * The time that a Grpc-Timeout gives, in milliseconds: digits and a unit, hours to nanoseconds. Both the number and the
 * product are 64-bit numbers of Go: the first must fit, the second wraps around, so that a long time may have passed
 * before it begins. 0: as if it had not been said. Undefined: it is none (grpc-gateway: timeoutDecode).
 */
export function parseGrpcTimeout(text: string): number | undefined {
  const unit = UNITS[text.slice(-1)];
  const digits = text.slice(0, -1);
  if (unit === undefined || !/^[+-]?\d+$/.test(digits)) return undefined;
  const count = BigInt(digits.replace('+', ''));
  if (BigInt.asIntN(64, count) !== count) return undefined;
  return Number(BigInt.asIntN(64, count * unit)) / NANOS_PER_MS;
}
