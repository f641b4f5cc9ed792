import { text } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import type { KeyValue, WatchEvent, WatchResponse } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent } from './effect.ts';
import { ascii, getPrefix, isSame, prefixEnd, put, slashed, watch } from './operations.ts';
import {
  newSession,
  openSession,
  orphan,
  stepSession,
  type Session,
  sessionOptions,
  type SessionOptions,
} from './session.ts';
import type { Turn } from './turn.ts';

/**
 * Service discovery (etcd: clientv3/naming). A server registers its address under `service/INSTANCE`, tied to a lease
 * that it keeps alive: when it dies the entry goes by itself. A client reads all entries once and follows their changes
 * from the next revision on, so that its list is that of the cluster at some revision at any time.
 */
export type DiscoveryProgram = ServerProgram | ResolverProgram;

interface ServerProgram {
  readonly recipe: 'discovery';
  readonly lastId: number;
  readonly role: 'server';
  readonly service: Uint8Array;
  readonly instance: string;
  readonly address: Uint8Array;
  readonly stage: 'new' | 'session' | 'registering' | 'registered' | 'leaving' | 'done';
  readonly session: Session;
  readonly call: number;
}

interface ResolverProgram {
  readonly recipe: 'discovery';
  readonly lastId: number;
  readonly role: 'client';
  readonly service: Uint8Array;
  /** What is registered, as far as is known: ascending by key. */
  readonly entries: readonly KeyValue[];
  readonly call: number;
  readonly stream: number;
}

export const registerOptions = {
  service: bytes,
  instance: text,
  address: bytes,
  ttl: sessionOptions.ttl,
};
export const resolveOptions = { service: bytes };

export function registerProgram(
  options: Pick<ServerProgram, 'service' | 'instance' | 'address'> & Pick<SessionOptions, 'ttl'>,
): DiscoveryProgram {
  const { service, instance, address, ttl } = options;
  return {
    recipe: 'discovery',
    lastId: 0,
    role: 'server',
    service,
    instance,
    address,
    stage: 'new',
    session: newSession({ lease: 0n, ttl, keepAlive: true }),
    call: 0,
  };
}

export function resolveProgram(service: Uint8Array): DiscoveryProgram {
  return { recipe: 'discovery', lastId: 0, role: 'client', service, entries: [], call: 0, stream: 0 };
}

export function stepDiscovery(program: DiscoveryProgram, event: ClientEvent, turn: Turn): DiscoveryProgram {
  return program.role === 'server' ? stepServer(program, event, turn) : stepResolver(program, event, turn);
}

function stepServer(program: ServerProgram, event: ClientEvent, turn: Turn): ServerProgram {
  if (program.stage === 'done') return program;
  if (event.type === 'start') {
    return { ...program, stage: 'session', session: openSession(program.session, turn).session };
  }
  if (event.type === 'instructed') return instructedServer(program, event.instruction, turn);
  if (event.type === 'answer' && event.call === program.call)
    return answeredServer(program, event.result, turn);
  const { session, became } = stepSession(program.session, event, turn);
  const next = { ...program, session };
  if (became === undefined) return next;
  if (became === 'alive') return register(next, turn);
  // A server that has lost its lease and still lives registers anew, as it would after a restart.
  if (became === 'lost') {
    const fresh = newSession(session.options);
    return { ...next, stage: 'session', session: openSession(fresh, turn).session };
  }
  turn.fail(became.error);
  return { ...next, stage: 'done' };
}

function instructedServer(
  program: ServerProgram,
  instruction: Extract<ClientEvent, { type: 'instructed' }>['instruction'],
  turn: Turn,
): ServerProgram {
  if (instruction.type === 'stopKeepAlive') return { ...program, session: orphan(program.session, turn) };
  if (instruction.type === 'publish') {
    const moved = { ...program, address: instruction.value };
    return program.stage === 'registered' ? register(moved, turn) : moved;
  }
  if (instruction.type !== 'release' || program.session.stage !== 'alive') return program;
  const session = orphan(program.session, turn);
  return {
    ...program,
    stage: 'leaving',
    session,
    call: turn.call({ type: 'leaseRevoke', id: session.lease }),
  };
}

function register(program: ServerProgram, turn: Turn): ServerProgram {
  const { address, session } = program;
  return { ...program, stage: 'registering', call: turn.call(put(keyOf(program), address, session.lease)) };
}

function keyOf({ service, instance }: ServerProgram): Uint8Array {
  return Uint8Array.of(...slashed(service), ...ascii(instance));
}

function answeredServer(program: ServerProgram, result: CallAnswer, turn: Turn): ServerProgram {
  if (result.status !== 'ok') {
    turn.fail(result.error, result.status);
    return { ...program, stage: 'done', session: orphan(program.session, turn) };
  }
  if (program.stage === 'leaving') {
    turn.done({ type: 'released', revision: result.result.revision });
    return { ...program, stage: 'done' };
  }
  turn.note({ type: 'written', key: keyOf(program), revision: result.result.revision });
  return { ...program, stage: 'registered', call: 0 };
}

function stepResolver(program: ResolverProgram, event: ClientEvent, turn: Turn): ResolverProgram {
  switch (event.type) {
    case 'start':
      return list(program, turn);
    case 'instructed':
      if (event.instruction.type !== 'release') return program;
      if (program.stream !== 0) turn.closeStream(program.stream);
      turn.done({ type: 'finished', revision: 0 });
      return { ...program, call: 0, stream: 0 };
    case 'answer':
      return event.call === program.call ? listed(program, event.result, turn) : program;
    case 'stream':
      if (event.stream !== program.stream || !('watchId' in event.message)) return program;
      return followed(program, event.message, turn);
    case 'streamEnded':
      return event.stream === program.stream && program.stream !== 0 ? list(program, turn) : program;
    default:
      return program;
  }
}

function list(program: ResolverProgram, turn: Turn): ResolverProgram {
  return { ...program, call: turn.call(getPrefix(slashed(program.service))), stream: 0 };
}

function listed(program: ResolverProgram, result: CallAnswer, turn: Turn): ResolverProgram {
  if (result.status !== 'ok') {
    turn.fail(result.error, result.status);
    return { ...program, call: 0 };
  }
  if (result.result.type !== 'range') return program;
  const { kvs, revision } = result.result;
  turn.note({ type: 'found', kvs, revision });
  const prefix = slashed(program.service);
  const stream = turn.openStream('watch', watch(prefix, prefixEnd(prefix), revision + 1));
  return { ...program, entries: kvs, call: 0, stream };
}

/** A watch that comes too late for the history there is must list again. */
function followed(program: ResolverProgram, response: WatchResponse, turn: Turn): ResolverProgram {
  if (response.canceled) {
    turn.closeStream(program.stream);
    return list(program, turn);
  }
  if (response.events.length === 0) return program;
  const entries = response.events.reduce(withEvent, program.entries);
  turn.note({ type: 'found', kvs: entries, revision: response.revision });
  return { ...program, entries };
}

function withEvent(entries: readonly KeyValue[], { type, kv }: WatchEvent): readonly KeyValue[] {
  const at = entries.findIndex(({ key }) => !isBefore(key, kv.key));
  const found = entries[at];
  const isThere = found !== undefined && isSame(found.key, kv.key);
  const [before, after] =
    at < 0 ? [entries, []] : [entries.slice(0, at), entries.slice(isThere ? at + 1 : at)];
  return type === 'PUT' ? [...before, kv, ...after] : [...before, ...after];
}

function isBefore(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left = 0, right = 0] = [a[i], b[i]];
    if (left !== right) return left < right;
  }
  return a.length < b.length;
}
