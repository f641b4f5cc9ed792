import { decodeBase64 } from '../rpc/base64.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { parseGrpcTimeout } from './grpc-timeout.ts';

export interface CallMetadata {
  /** By which the caller shows who it is: gRPC's own `token`, or `authorization` in its place. */
  readonly token: string | undefined;
  /** After which nobody waits for an answer any more, in milliseconds; undefined: never. */
  readonly timeoutMs: number | undefined;
  /** Rather refused than served by a member that knows of no leader (etcd: WithRequireLeader). */
  readonly needsLeader: boolean;
  /** Why the gateway does not pass the call on. */
  readonly problem: string | undefined;
}

const PREFIX = 'grpc-metadata-';

/** What the headers of a request say of its call (grpc-gateway: AnnotateContext). Names in lower case. */
export function readMetadata(headers: Readonly<Record<string, string>>): CallMetadata {
  const timeout = (headers['grpc-timeout'] ?? '').trim();
  const timeoutMs = timeout === '' ? 0 : parseGrpcTimeout(timeout);
  if (timeoutMs === undefined) return refused(`invalid grpc-timeout: ${timeout}`);
  for (const name of Object.keys(headers).sort()) {
    if (!name.startsWith(PREFIX) || !name.endsWith('-bin')) continue;
    const at = corruptAt(headers[name] ?? '');
    if (at !== undefined) {
      return refused(`invalid binary header ${canonical(name)}: illegal base64 data at input byte ${at}`);
    }
  }
  return {
    token: headers[`${PREFIX}token`] ?? headers['authorization'] ?? headers[`${PREFIX}authorization`],
    timeoutMs: timeoutMs === 0 ? undefined : timeoutMs,
    needsLeader: headers[`${PREFIX}hasleader`] === 'true',
    problem: undefined,
  };
}

function refused(problem: string): CallMetadata {
  return { token: undefined, timeoutMs: undefined, needsLeader: false, problem };
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
