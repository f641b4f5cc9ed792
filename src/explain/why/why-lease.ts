import { microsToMs, msToMicros, type Micros } from '../../base/flavor.ts';
import { decodeCommand } from '../../etcd/command.ts';
import type { LeaseId } from '../../etcd/request.ts';
import { touches } from '../../node/report/touched.ts';
import type { LeaseTimes } from '../../node/report/changes.ts';
import { CommandError } from '../../sim/command/command.ts';
import { inWorld } from '../../sim/world/clock.ts';
import { memberMs } from '../../sim/world/machine.ts';
import { tickOf } from '../../sim/world/clock.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { chainOf } from '../causes.ts';
import type { Past } from '../past.ts';
import { foresee } from './foresight.ts';
import { commandsBehind, needsOf, standingAway } from './hindrances.ts';
import { leadingNow, type Leading } from './standing.ts';
import type { Subject } from './subject.ts';
import { whyThisEntry } from './why-entry.ts';
import type { Explained, Hindrance, Need } from './why.ts';

/** etcd looks for leases that are past their end so often. */
const LOOK_MS = 500;

/** Why a lease has not run out yet. */
export async function whyLease(
  past: Past,
  { id: text }: Extract<Subject, { readonly type: 'lease' }>,
): Promise<Explained> {
  const { now } = past;
  const id = leaseId(text);
  const lease = text;
  const known = [...now.machines.values()].flatMap(({ image }) => image?.lease(id, 0) ?? []);
  if (known.length === 0) return { answer: 'leaseUnknown', rule: 'leaseTtl', numbers: { lease } };
  const { ttl } = known.reduce((a, b) => (b.ttl > a.ttl ? b : a));
  const of = { lease, ttl };
  const leading = leadingNow(now);
  if (leading === undefined) {
    const because = [...now.machines.keys()].flatMap((node) => standingAway(now, node, undefined) ?? []);
    return {
      answer: 'leaseNobodyLeads',
      rule: 'leaseTtl',
      numbers: of,
      because,
      needs: [{ code: 'leaderElected', numbers: {} }, ...needsOf(because, undefined)],
      causes: commandsBehind(past, because, undefined),
    };
  }
  const leader = leading.id;
  const { image } = leading.machine;
  const own = image?.lease(id, 0);
  if (own === undefined) return goneAtLeader(past, id, of, leading);
  if (image?.storeView(0).countsLeases !== true || own.endsAtMs === undefined) {
    const term = leading.view.term;
    const first = leading.view.commit + 1;
    const why =
      leading.view.last >= first ? await whyThisEntry(past, { index: leading.view.last, term }) : undefined;
    return {
      answer: 'leaseNotCountedYet',
      rule: 'leaseTtl',
      numbers: { ...of, leader, term },
      because: why?.because ?? [],
      needs: [{ code: 'ownTermCommitted', numbers: { leader, term } }, ...(why?.needs ?? [])],
      byItselfAt: why?.byItselfAt,
      causes: why?.causes ?? [],
    };
  }
  const endsAtMs = worldMs(past, leading, own.endsAtMs);
  if (leading.machine.status === 'paused') {
    const because: readonly Hindrance[] = [{ node: leader, code: 'paused', numbers: {} }];
    return {
      answer: 'leaseLeaderPaused',
      rule: 'leaseTtl',
      numbers: { ...of, leader, endsAtMs },
      because,
      needs: needsOf(because, leader),
      causes: commandsBehind(past, because, leader),
    };
  }
  const isPast = own.endsAtMs <= memberMs(leading.machine, now.config.tickMs);
  return isPast
    ? whyNotEnded(past, id, of, leading, own.endsAtMs)
    : whyItCounts(past, id, own, of, leading, endsAtMs);
}

/** Written in hexadecimal, as etcdctl does. */
function leaseId(text: string): LeaseId {
  if (!/^[0-9a-f]{1,16}$/iu.test(text))
    throw new CommandError('badArgument', `why: a lease is named by its id in hexadecimal, not by ${text}`);
  return BigInt.asIntN(64, BigInt(`0x${text}`));
}

interface OfLease {
  readonly lease: string;
  readonly ttl: number;
}

/** It has time left: since when, and how long. */
async function whyItCounts(
  past: Past,
  id: LeaseId,
  own: LeaseTimes,
  of: OfLease,
  leading: Leading,
  endsAtMs: number,
): Promise<Explained> {
  const leader = leading.id;
  const set = await setIn(past, id, leading);
  const causes = set === undefined ? [] : await chainOf(past, set.number);
  const setAtMs = set === undefined ? 0 : microsToMs(set.at);
  const kept = keptAlive(past, id);
  const need: Need =
    kept === undefined
      ? { code: 'timePasses', numbers: { endsAtMs } }
      : { code: 'notRenewed', numbers: { lease: of.lease } };
  const rest = {
    rule: 'leaseTtl',
    needs: [need],
    byItselfAt: kept === undefined ? endFoundAt(past, leading, own.endsAtMs ?? 0) : undefined,
    causes,
  } as const;
  if (kept !== undefined)
    return {
      ...rest,
      answer: 'leaseKeptAlive',
      numbers: { ...of, leader, endsAtMs, renewedAtMs: setAtMs, stream: kept },
    };
  if (set?.output?.changes.countsLeases === true) {
    return own.checkpoint > 0
      ? {
          ...rest,
          answer: 'leaseFromCheckpoint',
          numbers: { ...of, leader, endsAtMs, checkpoint: own.checkpoint, ledSinceAtMs: setAtMs },
        }
      : { ...rest, answer: 'leaseExtended', numbers: { ...of, leader, endsAtMs, ledSinceAtMs: setAtMs } };
  }
  const asked = grantedFor(past, id);
  if (asked !== undefined && asked < own.ttl)
    return { ...rest, answer: 'leaseMinimum', numbers: { ...of, leader, endsAtMs, asked } };
  return { ...rest, answer: 'leaseCounting', numbers: { ...of, leader, endsAtMs, renewedAtMs: setAtMs } };
}

/** It is past its end: the leader has to notice, and the end has to go through the log. */
async function whyNotEnded(
  past: Past,
  id: LeaseId,
  of: OfLease,
  leading: Leading,
  ownEndsAtMs: number,
): Promise<Explained> {
  const leader = leading.id;
  const endsAtMs = worldMs(past, leading, ownEndsAtMs);
  const index = revokedAt(leading, id);
  if (index !== undefined) {
    const why = await whyThisEntry(past, { index, term: termOf(leading, index) }, leader);
    const gone = await foresee(
      past,
      ({ machines }) => machines.get(leader)?.image?.lease(id, 0) === undefined,
    );
    return {
      answer: 'leaseEnding',
      rule: 'leaseTtl',
      numbers: { ...of, leader, endsAtMs, index },
      because: why.because ?? [],
      needs: why.needs ?? [],
      byItselfAt: gone?.at,
      causes: why.causes ?? [],
    };
  }
  const looksAt = endFoundAt(past, leading, ownEndsAtMs);
  return {
    answer: 'leaseNotLookedAt',
    rule: 'leaseTtl',
    numbers: { ...of, leader, endsAtMs, looksAtMs: microsToMs(looksAt ?? past.now.now) },
    byItselfAt: looksAt,
  };
}

/** The leader has ended it; others have not applied that yet. */
async function goneAtLeader(past: Past, id: LeaseId, of: OfLease, leading: Leading): Promise<Explained> {
  const nodes = [...past.now.machines.values()]
    .filter(({ image }) => image?.lease(id, 0) !== undefined)
    .map(({ id: node }) => node);
  const node = nodes[0] ?? leading.id;
  const { applied } = past.now.machines.get(node)?.image?.view() ?? { applied: 0 };
  const index = applied + 1;
  const term = leading.machine.image?.entries(index, index)[0]?.term;
  const why = term === undefined ? undefined : await whyThisEntry(past, { index, term }, node);
  return {
    answer: 'leaseGoneAtLeader',
    rule: 'appliesInOrder',
    numbers: { ...of, leader: leading.id, nodes },
    because: why?.because ?? [],
    needs: why?.needs ?? [],
    causes: why?.causes ?? [],
  };
}

/** In the world's time what a member says in its own. It knows the time by its ticks. */
function worldMs({ now }: Past, { machine }: Leading, ownMs: number): number {
  const lastTick = (machine.nextTickAt ?? now.now + machine.tickLeft) - tickOf(now, machine);
  const inOwn = msToMicros(ownMs - memberMs(machine, now.config.tickMs));
  return microsToMs(Math.max(0, lastTick) + inWorld(machine, inOwn));
}

/**
 * The tick in which the leader will find that a lease is past its end: it looks in each half second of its time once. By hand
 * nobody can tell.
 */
function endFoundAt({ now }: Past, { machine }: Leading, endsAtMs: number): Micros | undefined {
  if (now.byHand || machine.nextTickAt === undefined) return undefined;
  const { tickMs } = now.config;
  const ownNow = memberMs(machine, tickMs);
  let ticks = Math.max(1, Math.ceil((endsAtMs - ownNow) / tickMs));
  while (lookOf(ownNow + ticks * tickMs) === lookOf(ownNow + (ticks - 1) * tickMs)) ticks++;
  return machine.nextTickAt + (ticks - 1) * tickOf(now, machine);
}

/** In which half second of a member's time. */
function lookOf(ms: number): number {
  return Math.floor(ms / LOOK_MS);
}

/** The event in which the leader set this end: a grant, a renewal, or that it began to count. */
async function setIn(past: Past, id: LeaseId, leading: Leading): Promise<WorldEvent | undefined> {
  let event: number | undefined = past.now.events + 1;
  for (let i = 0; i < LOOKED_AT; i++) {
    event = past.history.events.previousTouch(leading.id, touches.leases, event);
    if (event === undefined) return undefined;
    const [found] = await past.events(event, event);
    if (found?.output?.changes.leases?.some((each) => each.id === id) === true) return found;
  }
  return undefined;
}

/** So many changes of other leases are looked through for the newest of this one. */
const LOOKED_AT = 200;

/** An open stream on which a client keeps it alive: the newest that did. */
function keptAlive({ now }: Past, id: LeaseId): number | undefined {
  const stream = now.streams
    .open()
    .findLast(
      ({ kind, story }) => kind === 'leaseKeepAlive' && story.keepAlives.some((each) => each.id === id),
    );
  return stream?.id;
}

/** The ttl that its grant asked for. */
function grantedFor({ now }: Past, id: LeaseId): number | undefined {
  const { ended } = now.calls;
  for (let i = ended.length - 1; i >= 0; i--) {
    const call = ended.at(i);
    if (call?.what.type !== 'leaseGrant' || call.result?.status !== 'ok') continue;
    const { result } = call.result;
    if (result.type === 'leaseGrant' && result.id === id) return call.what.ttl;
  }
  return undefined;
}

/** The entry of the leader's log, not applied yet, that ends it. */
function revokedAt({ machine, view }: Leading, id: LeaseId): number | undefined {
  for (let index = view.applied + 1; index <= Math.min(view.last, view.applied + LOOKED_AT); index++) {
    const entry = machine.image?.entry(index);
    if (entry?.view.type !== 'EntryNormal' || entry.data === undefined || entry.data.length === 0) continue;
    const { op } = decodeCommand(entry.data);
    if (op.type === 'leaseRevoke' && op.id === id) return index;
  }
  return undefined;
}

function termOf({ machine, view }: Leading, index: number): Leading['view']['term'] {
  return machine.image?.entries(index, index)[0]?.term ?? view.term;
}
