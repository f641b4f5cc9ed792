import type { HttpReply } from '../../etcd/gateway/http.ts';
import type { MemberState } from '../core/member-state.ts';
import { fieldOf, readObject, stringOf } from './go-json.ts';
import { notAllowed, page } from './respond.ts';
import type { DoorRequest } from './router.ts';
import { messageReply } from './v2-reply.ts';

/** capnslog's levels, by the names and the letters that it reads. */
const LEVELS: ReadonlySet<string> = new Set(
  'CRITICAL C ERROR 0 E WARNING 1 W NOTICE 2 N INFO 3 I DEBUG 4 D TRACE 5 T'.split(' '),
);

/** /config/local/log: how much the process logs. A member here logs nothing, and takes any level that etcd takes. */
export function logLevelPage(_: MemberState, __: number, { method, body }: DoorRequest): HttpReply {
  if (method !== 'PUT') return notAllowed('PUT');
  const object = readObject(body, 'struct { Level string }');
  const level = object.ok ? stringOf(fieldOf(object.value, 'Level'), '.Level') : object;
  if (!level.ok) return messageReply(400, 'Invalid json body');
  const name = level.value ?? '';
  return LEVELS.has(name.toUpperCase()) ? page(204, {}, '') : messageReply(400, `Invalid log level ${name}`);
}
