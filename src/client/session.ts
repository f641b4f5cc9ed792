import * as v from 'valibot';
import { isSet, whole } from '../base/schema.ts';
import { leaseId } from '../etcd/operation-schema.ts';
import type { LeaseId } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent, ProgramError, StreamAnswer } from './effect.ts';
import type { Turn } from './turn.ts';

/** etcd: concurrency.defaultSessionTTL, in seconds. */
const SESSION_TTL = 60;
/** etcd: clientv3.retryConnWait: a lease stream that broke is opened again after this. */
const REOPEN_MS = 500;

/** What a session is begun with, as it may come from outside. */
export const sessionOptions = {
  lease: v.optional(leaseId, 0n),
  ttl: v.optional(whole(0, 9_000_000_000), 0),
  keepAlive: v.optional(isSet, true),
};

export interface SessionOptions {
  /** 0n: a lease is granted first. */
  readonly lease: LeaseId;
  /** Seconds, of the lease that is granted; 0: 60. */
  readonly ttl: number;
  /** Whether the lease is kept alive as long as the session lasts. */
  readonly keepAlive: boolean;
}

/**
 * A lease that is kept alive: whatever a client puts under it lasts as long as the client does (etcd:
 * clientv3/concurrency/session.go, clientv3/lease.go). A keep-alive is sent a third of the TTL after the last answer; a
 * lease that has not been answered for within its TTL, or is answered for with 0, is lost.
 */
export interface Session {
  readonly options: SessionOptions;
  readonly stage: 'new' | 'granting' | 'alive' | 'lost' | 'closed';
  readonly lease: LeaseId;
  /** Seconds, as last heard. */
  readonly ttl: number;
  /** Numbers of what is under way; 0: nothing. */
  readonly call: number;
  readonly stream: number;
  readonly nextTimer: number;
  readonly deadlineTimer: number;
  readonly reopenTimer: number;
}

/** What an event has done to the session, for the program that holds it. */
export interface SessionStep {
  readonly session: Session;
  readonly became: 'alive' | 'lost' | { readonly error: ProgramError } | undefined;
}

export function newSession(options: SessionOptions): Session {
  return {
    options,
    stage: 'new',
    lease: options.lease,
    ttl: options.ttl > 0 ? options.ttl : SESSION_TTL,
    call: 0,
    stream: 0,
    nextTimer: 0,
    deadlineTimer: 0,
    reopenTimer: 0,
  };
}

/** Grants the lease, or begins at once with the one that is given. */
export function openSession(session: Session, turn: Turn): SessionStep {
  if (session.options.lease !== 0n) return begin(session, turn);
  const call = turn.call({ type: 'leaseGrant', ttl: session.ttl, id: 0n });
  return { session: { ...session, stage: 'granting', call }, became: undefined };
}

function begin(session: Session, turn: Turn): SessionStep {
  const alive: Session = { ...session, stage: 'alive', call: 0 };
  if (!session.options.keepAlive) return { session: alive, became: 'alive' };
  return { session: { ...openStream(alive, turn), ...deadline(alive, turn) }, became: 'alive' };
}

function openStream(session: Session, turn: Turn): Session {
  const stream = turn.openStream('leaseKeepAlive', { type: 'keepAlive', id: session.lease });
  return { ...session, stream, reopenTimer: 0 };
}

function deadline(session: Session, turn: Turn): Pick<Session, 'deadlineTimer'> {
  return { deadlineTimer: turn.timer(session.ttl * 1000) };
}

export function stepSession(session: Session, event: ClientEvent, turn: Turn): SessionStep {
  const unchanged = { session, became: undefined };
  switch (event.type) {
    case 'answer':
      return event.call === session.call ? granted(session, event.result, turn) : unchanged;
    case 'stream':
      return event.stream === session.stream ? kept(session, event.message, turn) : unchanged;
    case 'streamEnded':
      if (event.stream !== session.stream || session.stage !== 'alive') return unchanged;
      return { session: { ...session, stream: 0, reopenTimer: turn.timer(REOPEN_MS) }, became: undefined };
    case 'timer':
      return timeOut(session, event.timer, turn);
    default:
      return unchanged;
  }
}

function granted(session: Session, result: CallAnswer, turn: Turn): SessionStep {
  if (result.status !== 'ok') {
    return { session: { ...session, stage: 'closed', call: 0 }, became: { error: result.error } };
  }
  const { result: lease } = result;
  if (lease.type !== 'leaseGrant') return { session, became: undefined };
  turn.note({ type: 'leaseGranted', lease: lease.id, ttl: lease.ttl });
  return begin({ ...session, lease: lease.id, ttl: lease.ttl }, turn);
}

function kept(session: Session, message: StreamAnswer, turn: Turn): SessionStep {
  if ('watchId' in message || session.stage !== 'alive') return { session, became: undefined };
  if (message.ttl <= 0) return lose(session, turn);
  turn.note({ type: 'leaseKept', lease: session.lease, ttl: message.ttl });
  const heard = { ...session, ttl: message.ttl };
  const nextTimer = turn.timer(Math.floor((message.ttl * 1000) / 3));
  return { session: { ...heard, nextTimer, ...deadline(heard, turn) }, became: undefined };
}

function timeOut(session: Session, timer: number, turn: Turn): SessionStep {
  if (session.stage !== 'alive') return { session, became: undefined };
  if (timer === session.deadlineTimer) return lose(session, turn);
  if (timer === session.reopenTimer) return { session: openStream(session, turn), became: undefined };
  if (timer === session.nextTimer && session.stream !== 0) {
    turn.send(session.stream, { type: 'keepAlive', id: session.lease });
  }
  return { session, became: undefined };
}

function lose(session: Session, turn: Turn): SessionStep {
  turn.note({ type: 'leaseLost', lease: session.lease });
  return { session: { ...orphan(session, turn), stage: 'lost' }, became: 'lost' };
}

/** Keeps the lease alive no longer; it lasts until it runs out. */
export function orphan(session: Session, turn: Turn): Session {
  if (session.stream !== 0) turn.closeStream(session.stream);
  return { ...session, stream: 0, nextTimer: 0, deadlineTimer: 0, reopenTimer: 0 };
}
