import type { Stall } from '../../check/progress/stall.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { Flight } from '../../net/flight.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { BusMessage } from '../../sim/world/bus-message.ts';
import type { Cluster } from '../../sim/cluster.ts';
import type { ClientCalls } from '../../sim/clients/client-call.ts';
import { enabledActions } from '../../sim/hand/enabled-actions.ts';
import type { World } from '../../sim/world/world.ts';
import { callFrame } from './call-frame.ts';
import { captionFrame } from './caption-frame.ts';
import { clientFrame } from './client-frame.ts';
import type {
  ClientFrame,
  Frame,
  FrameRequest,
  LinkFrame,
  LogFrame,
  MessageFrame,
  RequestFrame,
  StreamFrame,
} from './frame.ts';
import type { DiskViews } from '../look/disk-views.ts';
import { machinesOf } from './machines.ts';
import { remembered, rememberedLast } from './remembered.ts';
import type { Run } from '../play/run.ts';
import { storeFrame } from './store-frame.ts';
import { httpFrame, type HttpFrame } from './http-frame.ts';
import { streamFrame } from './stream-frame.ts';
import { timelineFrame } from './timeline-frame.ts';

const NO_STALLS: readonly Stall[] = [];

/** Calls that have ended are shown as long as they are among so many of the newest. */
const CALLS_SHOWN = 200;

/** Streams that have ended are shown as long as they are among so many of the newest. */
const STREAMS_SHOWN = 20;

/** What of a frame is not the world's: what the lab does with it, and what somebody looks at. */
export type Playing = Pick<
  Frame,
  | 'version'
  | 'playing'
  | 'speed'
  | 'pace'
  | 'run'
  | 'halted'
  | 'watches'
  | 'goal'
  | 'work'
  | 'inspection'
  | 'step'
  | 'lab'
> &
  Pick<Frame['checks'], 'halts'>;

/** One instant of the run, at its playhead, with as much of logs, time and store as is asked for. */
export function buildFrame(run: Run, diskViews: DiskViews, request: FrameRequest, playing: Playing): Frame {
  const { halts, ...now } = playing;
  const { cluster, live } = run;
  const { world } = cluster;
  const { members, views, nodes } = machinesOf(world, diskViews);
  return {
    ...now,
    config: world.config,
    at: world.now,
    events: world.events,
    liveAt: live.world.now,
    liveEvents: live.world.events,
    live: run.isLive,
    branch: run.branches.current.id,
    branches: run.branches.infos(),
    moments: run.notebook.moments,
    byHand: world.byHand,
    actions: request.actions === true ? enabledActions(world) : undefined,
    nodes,
    messages: messageFrames(world),
    links: linkFrames(world),
    requests: requestFrames(world.calls),
    http: httpFrames(world),
    streams: streamFrames(world),
    clients: clientFrames(world),
    log: logFrame(members, views, request),
    timeline: timelineFrame(
      run,
      request.timeline,
      { at: world.now, event: world.events },
      request.inspect?.type === 'message' ? request.inspect.id : undefined,
    ),
    store: storeFrame(members, request.store),
    otherStore:
      request.store?.compareWith === undefined
        ? undefined
        : storeFrame(members, { ...request.store, node: request.store.compareWith }),
    checks: {
      steps: world.watcher.steps,
      violations: world.watcher.violations,
      stalls: world.watcher.stalls ?? NO_STALLS,
      halts,
    },
    workers: workersOf(live),
    recent: world.decisions.shown,
    caption: captionFrame(run, now.playing),
  };
}

/** How many members run in workers of their own at the live edge. */
export function workersOf(live: Cluster): number {
  return [...live.world.machines.keys()].filter((id) => live.host.inWorker?.(id) === true).length;
}

function messageFrames(world: World): MessageFrame[] {
  return Array.from(world.bus.flights(), messageFrame);
}

/** Of one message under way always the same object. */
export const messageFrame = remembered(
  ({ id, from, to, payload, sentAt, dueAt, fate, copyOf, forged }: Flight<BusMessage>): MessageFrame => ({
    id,
    type: payload.type,
    from,
    to,
    term: payload.term,
    sentAt,
    dueAt,
    fate,
    reject: 'reject' in payload && payload.reject,
    entries: 'entries' in payload ? payload.entries.length : 0,
    copyOf,
    ...(forged === undefined ? {} : { forged: true }),
  }),
);

function linkFrames(world: World): LinkFrame[] {
  return world.bus
    .links()
    .filter(({ from, to }) => world.machines.has(from) && world.machines.has(to))
    .map(({ from, to, cut, hold, dials: { latency, jitter, loss, duplicate, reorder } }) => ({
      from,
      to,
      cut,
      held: hold,
      latency,
      jitter,
      loss,
      duplicate,
      reorder,
    }));
}

function requestFrames(calls: ClientCalls): RequestFrame[] {
  const { listed } = calls;
  const pending = [...calls.pending()].filter(({ isOfLoad }) => !isOfLoad);
  return [...listed.slice(Math.max(0, listed.length - CALLS_SHOWN)), ...pending]
    .sort((a, b) => a.id - b.id)
    .map(requestFrame);
}

function httpFrames({ http }: World): HttpFrame[] {
  return [...http.lastEnded(CALLS_SHOWN), ...http.open()].sort((a, b) => a.id - b.id).map(httpFrame);
}

const requestFrame = remembered(callFrame);

export function clientFrames(world: World): ClientFrame[] {
  return Array.from(world.clients.all(), clientFrame);
}

/** Those open, and the last that have ended. */
export function streamFrames(world: World): StreamFrame[] {
  const { streams } = world;
  return [...streams.lastEnded(STREAMS_SHOWN), ...streams.open()]
    .sort((a, b) => a.id - b.id)
    .map(streamFrame);
}

/** Of a log that has not changed since, in the same columns, it is the very same. */
const logRow = rememberedLast<LogFrame['rows'][number]>();

function logFrame(
  members: ReadonlyMap<NodeId, MemberImage | undefined>,
  views: ReadonlyMap<NodeId, MemberView | undefined>,
  request: FrameRequest,
): LogFrame {
  const known = [...views.values()].flatMap((view) => view ?? []);
  const minFirst = Math.min(...known.map((view) => view.first), Infinity);
  const maxLast = Math.max(...known.map((view) => view.last), 0);
  const { first, last } =
    request.log === 'tail'
      ? { first: Math.max(1, maxLast - Math.max(1, request.logColumns) + 1), last: maxLast }
      : request.log;
  const rows = [...members].map(([id, member]) => {
    const view = views.get(id);
    if (member === undefined || view === undefined) return { id, entries: [] };
    const [low, high] = [Math.max(first, view.first), Math.min(last, view.last)];
    return logRow(member.logPart, `${id} ${low} ${high}`, () => ({
      id,
      entries: low <= high ? member.entries(low, high) : [],
    }));
  });
  return { first, last, minFirst: minFirst === Infinity ? 1 : minFirst, maxLast, rows };
}
