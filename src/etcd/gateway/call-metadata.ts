import { decodeBase64 } from '../rpc/base64.ts';
import { encodeUtf8 } from '../../base/utf8.ts';

export interface CallMetadata {
  /** By which the caller shows who it is: the Authorization header, or gRPC's own `token` in its place. */
  readonly token: string | undefined;
  /** After which nobody waits for an answer any more, in milliseconds; undefined: never. */
  readonly timeoutMs: number | undefined;
  /** Why the gateway does not pass the call on. */
  readonly problem: string | undefined;
}

const PREFIX = 'grpc-metadata-';
/** The units of a timeout, in milliseconds. */
const TIMEOUT_UNITS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** What the headers of a request say of its call (grpc-gateway: AnnotateContext). Names in lower case. */
export function readMetadata(headers: Readonly<Record<string, string>>): CallMetadata {
  const timeout = headers['grpc-timeout'] ?? '';
  const timeoutMs = timeout === '' ? 0 : milliseconds(timeout);
  if (timeoutMs === undefined) return refused(`invalid grpc-timeout: ${timeout}`);
  for (const name of Object.keys(headers).sort()) {
    if (!name.startsWith(PREFIX) || !name.endsWith('-bin')) continue;
    const at = corruptAt(headers[name] ?? '');
    if (at !== undefined) {
      return refused(`invalid binary header ${canonical(name)}: illegal base64 data at input byte ${at}`);
    }
  }
  return {
    token: headers[`${PREFIX}token`] ?? headers['authorization'],
    timeoutMs: timeoutMs === 0 ? undefined : timeoutMs,
    problem: undefined,
  };
}

function refused(problem: string): CallMetadata {
  return { token: undefined, timeoutMs: undefined, problem };
}

/** Digits and a unit, hours to nanoseconds. */
function milliseconds(text: string): number | undefined {
  const digits = text.slice(0, -1);
  const unit = TIMEOUT_UNITS[text.slice(-1)];
  return unit !== undefined && /^[+-]?\d{1,18}$/.test(digits) ? Number(digits) * unit : undefined;
}

/** Padding may be left out. */
function corruptAt(text: string): number | undefined {
  const padded = text.length % 4 === 0 ? text : text + '='.repeat(4 - (text.length % 4));
  const decoded = decodeBase64(encodeUtf8(padded));
  return decoded.ok ? undefined : decoded.at;
}

/** grpc-metadata-foo-bin: Grpc-Metadata-Foo-Bin. */
function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
