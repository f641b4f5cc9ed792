import type { LogIndex, Micros, NodeId } from '../../base/flavor.ts';
import { compareKeys } from '../../etcd/mvcc/key-range.ts';
import type { KeyValue } from '../../etcd/request.ts';
import { fromCheckpoint, replayTo } from '../../history/replay.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { Cluster } from '../../sim/cluster.ts';
import type { ClientCall, ClientCalls } from '../../sim/clients/client-call.ts';
import type { World } from '../../sim/world/world.ts';
import { callFrame } from '../frame/call-frame.ts';
import { captionOf } from '../frame/caption-frame.ts';
import type { CaptionFrame } from '../frame/frame.ts';
import { machinesOf, type Machines } from '../frame/machines.ts';
import type { LongWork } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';
import type { Instant } from '../play/branches.ts';
import {
  COMPARED_CALLS,
  COMPARED_ENTRIES,
  COMPARED_KEYS,
  type ComparedInstant,
  type ComparedKey,
  type ComparedLogs,
  type ComparedStores,
  type ComparedValue,
  type Comparison,
} from './comparison.ts';
import { DiskViews } from './disk-views.ts';

/** So many events are replayed between two looks at the clock. */
const REPLAY_PIECE = 50;
/** Bytes of a value that are shown. */
const VALUE_SHOWN = 256;

/** One side, looked at. */
interface Seen {
  readonly instant: Instant;
  readonly world: World;
  readonly machines: Machines;
}

/** Two instants of a lab beside each other. Nothing moves: what is not at hand is replayed in copies. */
export async function compare(run: Run, a: Instant, b: Instant, work: LongWork): Promise<Comparison> {
  const event = await commonEvent(run, a, b, work);
  const at = a.branch.recorder.history.events.timeOf(event);
  const seen = { a: await look(run, a, work), b: await look(run, b, work) };
  const parting = await copyAt(run, a, event, work);
  const committed = commitsOf(parting.world);
  const firsts = {
    a: await firstAfter(run, a, event, work),
    b: await firstAfter(run, b, event, work),
  };
  return {
    common: { event, at },
    a: comparedOf(seen.a, firsts.a, event, at),
    b: comparedOf(seen.b, firsts.b, event, at),
    log: compareLogs(seen.a.machines, seen.b.machines, committed),
    store: compareStores(seen.a, seen.b),
  };
}

/**
 * The last event up to which both are one run. Two branches have their past in common; where somebody has done the same again
 * they are the same for longer, which their fingerprints tell: once they differ they do for ever.
 */
async function commonEvent(run: Run, a: Instant, b: Instant, work: LongWork): Promise<number> {
  const end = Math.min(a.event, b.event);
  let same = Math.min(end, a.branch.line.sharedWith(b.branch.line));
  // The very next event is another one, nearly always.
  let other = end + 1;
  for (let event = same + 1; same + 1 < other; event = (same + other) >> 1) {
    const [one, two] = [await copyAt(run, a, event, work), await copyAt(run, b, event, work)];
    if (one.world.hash.hex() === two.world.hash.hex()) same = event;
    else other = event;
  }
  return same;
}

async function look(run: Run, instant: Instant, work: LongWork): Promise<Seen> {
  const world = worldAtHand(run, instant) ?? (await copyAt(run, instant, instant.event, work)).world;
  return { instant, world, machines: machinesOf(world, new DiskViews(run.factory)) };
}

/** The playhead and the newest instants of branches are there: they are only looked at. */
function worldAtHand(run: Run, { branch, event }: Instant): World | undefined {
  const playhead = branch === run.branches.current ? run.cluster.world : undefined;
  return [playhead, branch.world].find((world) => world?.events === event);
}

/** A copy of the cluster right after an event of a branch. */
async function copyAt(run: Run, { branch }: Instant, event: number, work: LongWork): Promise<Cluster> {
  const { history } = branch.recorder;
  const cluster = fromCheckpoint(history, event, run.factory);
  while (cluster.world.events < event) {
    await replayTo(history, cluster, Math.min(event, cluster.world.events + REPLAY_PIECE));
    await work.rest();
  }
  return cluster;
}

/** The event after this one, if it is one of the instant's past. */
async function firstAfter(
  run: Run,
  instant: Instant,
  event: number,
  work: LongWork,
): Promise<CaptionFrame | undefined> {
  if (instant.event <= event) return undefined;
  const { world } = await copyAt(run, instant, event + 1, work);
  return world.present && captionOf(instant.branch.recorder.timeline, world, world.present);
}

/** Of each machine: up to where its log can be no other in any future of this instant. */
function commitsOf(world: World): ReadonlyMap<NodeId, LogIndex> {
  return new Map(
    [...world.machines].map(([id, { image }]) => [
      id,
      world.config.brokenRules.length > 0 ? 0 : (image?.view().commit ?? 0),
    ]),
  );
}

function comparedOf(
  { instant, world, machines }: Seen,
  firstOwn: CaptionFrame | undefined,
  event: number,
  since: Micros,
): ComparedInstant {
  const { branch, event: last, at } = instant;
  const calls = callsSince(world.calls, event, since);
  return {
    position: { branch: branch.id, event: last, at },
    hash: world.hash.hex(),
    firstOwn,
    nodes: machines.nodes,
    requests: calls.slice(0, COMPARED_CALLS).map(callFrame),
    moreRequests: Math.max(0, calls.length - COMPARED_CALLS),
    violations: world.watcher.violations,
  };
}

/** Those that began after this event, ended at or after its time, or have not ended; ascending by id. */
function callsSince(calls: ClientCalls, event: number, since: Micros): readonly ClientCall[] {
  const found = [...calls.pending()].filter(({ isOfLoad }) => !isOfLoad);
  const { listed } = calls;
  // They are listed in the order of their ends.
  for (let i = listed.length - 1; i >= 0; i--) {
    const call = listed.at(i);
    if (call === undefined || (call.event <= event && (call.returnedAt ?? Infinity) < since)) break;
    found.push(call);
  }
  return found.toSorted((x, y) => x.id - y.id);
}

function compareLogs(a: Machines, b: Machines, committed: ReadonlyMap<NodeId, LogIndex>): ComparedLogs {
  const ids = [...new Set([...a.members.keys(), ...b.members.keys()])].toSorted((x, y) => x - y);
  const maxLast = Math.max(0, ...[...a.views.values(), ...b.views.values()].map((view) => view?.last ?? 0));
  const firsts = ids.map((id) =>
    firstDifference(a.members.get(id), b.members.get(id), committed.get(id) ?? 0),
  );
  const found = Math.min(...firsts);
  if (found === Infinity) return { first: 1, last: 0, maxLast, rows: [] };
  // With the last entry that they have in common.
  const first = Math.max(1, found - 1);
  const last = Math.min(maxLast, first + COMPARED_ENTRIES - 1);
  const rows = ids.map((id) => {
    const [mine, theirs] = [a.members.get(id), b.members.get(id)];
    const from = Math.max(first, mine?.view().first ?? 0, theirs?.view().first ?? 0);
    const entries = (member: MemberImage | undefined) =>
      member?.entries(from, Math.min(last, member.view().last));
    return { id, a: entries(mine), b: entries(theirs) };
  });
  return { first, last, maxLast, rows };
}

/** The first index at which two logs have not the same entry; of what either has thrown away nothing is known. */
function firstDifference(
  a: MemberImage | undefined,
  b: MemberImage | undefined,
  committed: LogIndex,
): LogIndex {
  if (a === undefined || b === undefined) return a === b ? Infinity : 1;
  const [mine, theirs] = [a.view(), b.view()];
  const shorter = Math.min(mine.last, theirs.last);
  for (
    let index = Math.max(mine.first, theirs.first, Math.min(committed, shorter));
    index <= shorter;
    index++
  )
    if (!isSameEntry(a.entry(index), b.entry(index))) return index;
  return mine.last === theirs.last ? Infinity : shorter + 1;
}

function isSameEntry(a: ReturnType<MemberImage['entry']>, b: ReturnType<MemberImage['entry']>): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.view.term !== b.view.term || a.view.type !== b.view.type) return false;
  return isSameBytes(a.data, b.data);
}

function isSameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && a.length === b.length && compareKeys(a, b) === 0;
}

/** Of either side the store of the member that has applied most. */
function compareStores(a: Seen, b: Seen): ComparedStores {
  const [mine, theirs] = [furthest(a), furthest(b)];
  const keys = differentKeys(keysOf(mine), keysOf(theirs));
  return {
    a: storeOf(mine),
    b: storeOf(theirs),
    keys: keys.slice(0, COMPARED_KEYS),
    more: Math.max(0, keys.length - COMPARED_KEYS),
  };
}

function furthest({ world, machines }: Seen): MemberImage | undefined {
  let found: MemberImage | undefined;
  for (const [id, member] of machines.members) {
    if (member === undefined || world.machine(id).status === 'killed') continue;
    if (found === undefined || member.view().applied > found.view().applied) found = member;
  }
  return found;
}

function storeOf(member: MemberImage | undefined): ComparedStores['a'] {
  if (member === undefined) return undefined;
  const { id, revision, keyCount } = member.view();
  return { node: id, revision, keys: keyCount };
}

/** All of them, ascending. */
function keysOf(member: MemberImage | undefined): readonly KeyValue[] {
  return member?.range(0, 0).kvs ?? [];
}

function differentKeys(a: readonly KeyValue[], b: readonly KeyValue[]): readonly ComparedKey[] {
  const keys: ComparedKey[] = [];
  for (let i = 0, k = 0; i < a.length || k < b.length;) {
    const [mine, theirs] = [a[i], b[k]];
    const order = mine === undefined ? 1 : theirs === undefined ? -1 : compareKeys(mine.key, theirs.key);
    const pair = { mine: order <= 0 ? mine : undefined, theirs: order >= 0 ? theirs : undefined };
    if (order <= 0) i++;
    if (order >= 0) k++;
    const key = (pair.mine ?? pair.theirs)?.key;
    if (key === undefined || isSameValue(pair.mine, pair.theirs)) continue;
    keys.push({ key, a: valueOf(pair.mine), b: valueOf(pair.theirs) });
  }
  return keys;
}

function isSameValue(a: KeyValue | undefined, b: KeyValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.modRevision === b.modRevision &&
    a.createRevision === b.createRevision &&
    a.version === b.version &&
    a.lease === b.lease &&
    isSameBytes(a.value, b.value)
  );
}

function valueOf(kv: KeyValue | undefined): ComparedValue | undefined {
  if (kv === undefined) return undefined;
  const { value, modRevision, version, lease } = kv;
  return { value: value.slice(0, VALUE_SHOWN), valueBytes: value.length, modRevision, version, lease };
}
