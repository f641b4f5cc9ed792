import type { V2Request } from '../command.ts';
import { v2Error, type V2Error } from './error.ts';
import { firstOf, type Form } from './form.ts';
import { cleanKey } from './path.ts';
import { v2Operation } from './request.ts';
import { after, type Nanos } from './time.ts';
import { KEYS_ROOT } from './tree.ts';

/** A request to /v2/keys as its form asks. */
export interface KeyRequest {
  readonly request: V2Request;
  /** The answer names what was done, and neither key nor value. */
  readonly noValueOnSuccess: boolean;
}

/**
 * Reads the fields of a request for a key in etcd's order, and says what is wrong with the first that is (etcd: parseKeyRequest).
 * `key`: the path behind /v2/keys. `now`: what ends after a time ends so long after it.
 */
export function readKeyRequest(method: string, key: string, form: Form, now: Nanos): KeyRequest | V2Error {
  try {
    return read(method, key, form, now);
  } catch (error) {
    if (error instanceof WrongField) return error.said;
    throw error;
  }
}

class WrongField extends Error {
  readonly said: V2Error;
  constructor(said: V2Error) {
    super(said.cause);
    this.said = said;
  }
}

function read(method: string, key: string, form: Form, now: Nanos): KeyRequest {
  const prevIndex = readNumber(form, 'prevIndex', 203);
  const since = readNumber(form, 'waitIndex', 203);
  const [recursive, sorted, wait, dir, quorum, stream] = flags.map((name) =>
    readFlag(form, name, `"${name}"`),
  );
  if (wait === true && method !== 'GET') refuse(209, '"wait" can only be used with GET requests');
  const prevValue = firstOf(form, 'prevValue');
  if (form.has('prevValue') && prevValue === '') refuse(201, '"prevValue" cannot be empty');
  const noValueOnSuccess = readFlag(form, 'noValueOnSuccess', '"noValueOnSuccess"') === true;
  const ttl = firstOf(form, 'ttl') === '' ? undefined : readNumber(form, 'ttl', 202);
  const prevExist = readFlag(form, 'prevExist', 'prevExist');
  const refresh = readFlag(form, 'refresh', 'refresh');
  const value = firstOf(form, 'value');
  if (refresh === true && value !== '') refuse(211, 'A value was provided on a refresh');
  if (refresh === true && ttl === undefined) refuse(212, 'No TTL value set');
  const request = v2Operation(method, cleanKey(`${KEYS_ROOT}/${key}`), value, {
    dir: dir === true,
    prevValue,
    prevIndex,
    prevExist,
    expiration: ttl === undefined ? 0n : after(now, ttl),
    wait: wait === true,
    since,
    recursive: recursive === true,
    sorted: sorted === true,
    quorum: quorum === true,
    stream: stream === true,
    refresh,
  });
  return { request, noValueOnSuccess };
}

const flags = ['recursive', 'sorted', 'wait', 'dir', 'quorum', 'stream'] as const;

const UINT64_END = 1n << 64n;

/** 0 where the form does not say. */
function readNumber(form: Form, name: string, code: 202 | 203): bigint {
  if (!form.has(name)) return 0n;
  const text = firstOf(form, name);
  const number = /^[0-9]+$/.test(text) ? BigInt(text) : UINT64_END;
  return number < UINT64_END ? number : refuse(code, `invalid value for "${name}"`);
}

const truths = new Map<string, boolean>([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

/** As Go's strconv.ParseBool reads it; undefined where the form does not say. */
function readFlag(form: Form, name: string, shown: string): boolean | undefined {
  if (!form.has(name)) return undefined;
  return truths.get(firstOf(form, name)) ?? refuse(209, `invalid value for ${shown}`);
}

function refuse(code: V2Error['code'], cause: string): never {
  throw new WrongField(v2Error(code, cause, 0));
}
