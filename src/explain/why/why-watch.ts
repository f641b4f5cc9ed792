import { microsToMs } from '../../base/flavor.ts';
import { errorText } from '../../etcd/error.ts';
import type { StoreView } from '../../node/report/store-view.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { ClientStream } from '../../sim/clients/client-stream.ts';
import type { WatchStory } from '../../sim/clients/stream-story.ts';
import type { Machine } from '../../sim/world/machine.ts';
import { chainOf } from '../causes.ts';
import type { Past } from '../past.ts';
import { commandsBehind, needsOf, standingAway } from './hindrances.ts';
import { leadingNow, machineOf } from './standing.ts';
import type { Subject } from './subject.ts';
import { whyThisEntry } from './why-entry.ts';
import type { Explained, Hindrance } from './why.ts';

/** etcd: watchBatchMaxRevs. */
const REVISIONS_AT_ONCE = 1000;
/** etcd: maxWatchersPerSync. */
const WATCHERS_AT_ONCE = 512;

/** Why a watch has not told of everything that is committed. */
export async function whyWatch(
  past: Past,
  { stream: id, watch: watchId }: Extract<Subject, { readonly type: 'watch' }>,
): Promise<Explained> {
  const stream = past.now.streams.get(id);
  if (stream?.kind !== 'watch')
    throw new CommandError('badArgument', `why: there is no stream ${id} with watches at this instant`);
  const { watches } = stream.story;
  const story = watchId === undefined ? watches[0] : watches.find((each) => each.watchId === BigInt(watchId));
  const of = { stream: id, node: stream.node };
  if (story === undefined && watchId !== undefined)
    throw new CommandError('badArgument', `why: stream ${id} has no watch ${watchId}`);
  const ended = story?.status === 'refused' || story?.status === 'cancelled' || stream.endedAt !== undefined;
  return ended ? whyOver(past, stream, story, of) : whyBehind(past, stream, story, of);
}

interface OfWatch {
  readonly stream: number;
  readonly node: number;
}

/** It will tell nothing any more. */
async function whyOver(
  past: Past,
  stream: ClientStream,
  story: WatchStory | undefined,
  of: OfWatch,
): Promise<Explained> {
  const last = stream.received.at(stream.received.length - 1);
  const causes = last === undefined ? [] : await chainOf(past, last.event);
  const endedAtMs = microsToMs(stream.endedAt ?? last?.at ?? 0);
  const from = (story?.told ?? 0) + 1;
  const rest = { rule: 'watchCatchUp', causes } as const;
  if (story?.status === 'refused')
    return { ...rest, answer: 'watchRefused', numbers: { ...of, reason: story.reason ?? '' } };
  if (story?.compactRevision !== undefined) {
    const compacted = story.compactRevision;
    const next = story.startRevision;
    return {
      ...rest,
      answer: 'watchCompacted',
      rule: 'compaction',
      numbers: { ...of, next, compacted },
      needs: [{ code: 'watchedAnew', numbers: { revision: compacted } }],
    };
  }
  const { error } = stream.story;
  if (error !== undefined) {
    const numbers = { ...of, endedAtMs, error: errorText(error) };
    const because = [standingAway(past.now, of.node, undefined)].filter((each) => each !== undefined);
    return {
      ...rest,
      answer: 'watchBroken',
      rule: 'serversStop',
      numbers,
      because,
      needs: [{ code: 'watchedAnew', numbers: { revision: from } }],
    };
  }
  return {
    ...rest,
    answer: 'watchClosed',
    numbers: { ...of, endedAtMs },
    needs: [{ code: 'watchedAnew', numbers: { revision: from } }],
  };
}

async function whyBehind(
  past: Past,
  stream: ClientStream,
  story: WatchStory | undefined,
  of: OfWatch,
): Promise<Explained> {
  const { now } = past;
  const machine = machineOf(now, stream.node);
  const view = machine.image?.view();
  const revision = view?.revision ?? 0;
  if (machine.status === 'paused') {
    const because: readonly Hindrance[] = [{ node: of.node, code: 'paused', numbers: {} }];
    return {
      answer: 'watchMemberPaused',
      rule: 'serversStop',
      numbers: { ...of, revision },
      because,
      needs: needsOf(because, undefined),
      causes: commandsBehind(past, because, undefined),
    };
  }
  const watch = story?.watchId === undefined ? undefined : machine.image?.watch(stream.id, story.watchId);
  if (story === undefined || watch === undefined)
    return { answer: 'watchNotAskedYet', rule: 'watchCatchUp', numbers: of };
  if (watch.compacted) {
    const compacted = view?.compactRevision ?? 0;
    return {
      answer: 'watchCompacted',
      rule: 'compaction',
      numbers: { ...of, next: watch.nextRevision, compacted },
      needs: [{ code: 'watchedAnew', numbers: { revision: compacted } }],
    };
  }
  if (!watch.synced) return whyUnsynced(past, machine, watch, of);
  const newest = newestOf(past);
  if (newest.revision > revision) return memberBehind(past, machine, newest, of);
  const told = watch.nextRevision - 1;
  const needs = [{ code: 'somethingChanges', numbers: { stream: stream.id } } as const];
  if (told > revision)
    return {
      answer: 'watchInFuture',
      rule: 'watchCatchUp',
      numbers: { ...of, start: watch.nextRevision, revision },
      needs,
    };
  return { answer: 'watchUpToDate', rule: 'watchCatchUp', numbers: { ...of, told, revision }, needs };
}

/** It begins in the past, and is caught up with the member's clock: so many watches and so many revisions at a time. */
function whyUnsynced(
  { now }: Past,
  machine: Machine,
  watch: StoreView['watches'][number],
  of: OfWatch,
): Explained {
  const revision = machine.image?.view().revision ?? 0;
  const next = watch.nextRevision;
  const unsynced = machine.image
    ?.storeView(Infinity)
    .watches.filter(({ synced, compacted }) => !synced && !compacted);
  const changes = revision - next + 1;
  const ahead = (unsynced?.length ?? 1) - 1;
  const isOne = ahead < WATCHERS_AT_ONCE && changes <= REVISIONS_AT_ONCE;
  const common = {
    rule: 'watchCatchUp',
    needs: [{ code: 'memberTicks', numbers: { node: of.node } }],
    byItselfAt: isOne && !now.byHand ? machine.nextTickAt : undefined,
  } as const;
  if (ahead >= WATCHERS_AT_ONCE)
    return { ...common, answer: 'watchManyUnsynced', numbers: { ...of, next, revision, ahead } };
  if (changes > REVISIONS_AT_ONCE)
    return { ...common, answer: 'watchManyChanges', numbers: { ...of, next, revision, changes } };
  return { ...common, answer: 'watchUnsynced', numbers: { ...of, next, revision } };
}

interface Newest {
  readonly node: number;
  readonly revision: number;
}

/** The member that has applied most. */
function newestOf({ now }: Past): Newest {
  let newest: Newest = { node: 0, revision: 0 };
  for (const { id, image } of now.machines.values()) {
    const revision = image?.view().revision ?? 0;
    if (revision > newest.revision) newest = { node: id, revision };
  }
  return newest;
}

/** What its member has not applied, it cannot tell: why has it not? */
async function memberBehind(past: Past, machine: Machine, newest: Newest, of: OfWatch): Promise<Explained> {
  const { applied = 0, revision = 0 } = machine.image?.view() ?? {};
  const index = applied + 1;
  const source = past.now.machines.get(newest.node);
  const term = source?.image?.entries(index, index)[0]?.term;
  const why = term === undefined ? undefined : await whyThisEntry(past, { index, term }, of.node);
  const away = standingAway(past.now, of.node, leadingNow(past.now)?.id);
  const because = why?.because ?? (away === undefined ? [] : [away]);
  return {
    answer: 'watchMemberBehind',
    rule: 'readsWhatIsApplied',
    numbers: { ...of, revision, newest: newest.revision, peer: newest.node },
    because,
    needs: [{ code: 'appliedUpTo', numbers: { node: of.node, index } }, ...(why?.needs ?? [])],
    byItselfAt: why?.byItselfAt,
    causes: why?.causes ?? commandsBehind(past, because, leadingNow(past.now)?.id),
  };
}
