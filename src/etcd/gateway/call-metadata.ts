import { decodeBase64 } from '../rpc/base64.ts';
import { encodeUtf8 } from '../../base/utf8.ts';

export interface CallMetadata {
  /** By which the caller shows who it is: the Authorization header, or gRPC's own `token` in its place. */
  readonly token: string | undefined;
  /** Why the gateway does not pass the call on. */
  readonly problem: string | undefined;
}

const PREFIX = 'grpc-metadata-';
const TIMEOUT_UNITS = 'HMSmun';

/** What the headers of a request say of its call (grpc-gateway: AnnotateContext). Names in lower case. */
export function readMetadata(headers: Readonly<Record<string, string>>): CallMetadata {
  const timeout = headers['grpc-timeout'] ?? '';
  if (timeout !== '' && !isTimeout(timeout)) {
    return { token: undefined, problem: `invalid grpc-timeout: ${timeout}` };
  }
  for (const name of Object.keys(headers).sort()) {
    if (!name.startsWith(PREFIX) || !name.endsWith('-bin')) continue;
    const at = corruptAt(headers[name] ?? '');
    if (at !== undefined) {
      const problem = `invalid binary header ${canonical(name)}: illegal base64 data at input byte ${at}`;
      return { token: undefined, problem };
    }
  }
  return { token: headers[`${PREFIX}token`] ?? headers['authorization'], problem: undefined };
}

/** Digits and a unit, hours to nanoseconds. */
function isTimeout(text: string): boolean {
  const digits = text.slice(0, -1);
  return TIMEOUT_UNITS.includes(text.slice(-1)) && /^[+-]?\d{1,18}$/.test(digits);
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
