import { touches } from '../../node/report/touched.ts';
import type { ProgressView } from '../../node/report/view.ts';
import type { World } from '../../sim/world/world.ts';
import { chainOf, joinChains } from '../causes.ts';
import { foretell } from './foresight.ts';
import type { Past } from '../past.ts';
import { awayEvents, hindranceOf, knownNode, leaderOf, viewOf } from './facts.ts';
import { commandsBehind } from './hindrances.ts';
import type { Subject } from './subject.ts';
import type { Explained, Hindrance, Need } from './why.ts';

/** Why a leader sends a member nothing, or how it is doing (etcd: tracker.Progress). */
export async function whyProgress(
  past: Past,
  { leader: asked, node }: Extract<Subject, { readonly type: 'progress' }>,
): Promise<Explained> {
  knownNode(past.now, node);
  if (asked !== undefined) knownNode(past.now, asked);
  const view = asked === undefined ? leaderOf(past.now) : viewOf(past.now, asked);
  if (view?.state !== 'StateLeader')
    return { answer: 'progressNoLeader', rule: 'roles', numbers: { node, leader: asked ?? 0 } };
  const leader = view.id;
  const subject = { type: 'progress', leader, node } as const;
  if (leader === node) return { subject, answer: 'progressSelf', rule: 'roles', numbers: { node } };
  const progress = view.progress.find(({ id }) => id === node);
  if (progress === undefined)
    return {
      subject,
      answer: 'progressNotMember',
      rule: 'roles',
      numbers: { leader, node },
      needs: [{ code: 'becomesMember', numbers: { node } }],
    };
  return { subject, ...(await stateOf(past, leader, progress, view.last, view.first)) };
}

async function stateOf(
  past: Past,
  leader: number,
  progress: ProgressView,
  last: number,
  first: number,
): Promise<Explained> {
  const { id: node, match, next, state, paused, inflight } = progress;
  const away = hindranceOf(past, node, leader);
  const isStuck = away === undefined && inflight > 0 && past.now.machine(node).disk.stuck;
  const stuck: readonly Hindrance[] = isStuck ? [{ node, code: 'diskStuck', numbers: {} }] : [];
  const because = away === undefined ? stuck : [away];
  const freed: readonly Need[] = isStuck ? [{ code: 'diskFreed', numbers: { node } }] : [];
  const numbers = { leader, node, match, next, last };
  const changed = past.history.events.previousTouch(leader, touches.progress, past.now.events + 1);
  const causes = joinChains(
    awayEvents(past, away === undefined ? [] : [away], leader),
    commandsBehind(past, stuck, leader),
    changed === undefined ? [] : await chainOf(past, changed),
  );
  const common = { because, causes };
  if (state === 'StateSnapshot')
    return {
      ...common,
      answer: 'progressSnapshot',
      rule: 'sendsSnapshot',
      numbers: { ...numbers, index: progress.pendingSnapshot, first },
      needs: snapshotNeeds(past, leader, progress, away),
      byItselfAt: await foretell(
        past,
        now(leader, node, (each) => each.state !== 'StateSnapshot'),
      ),
    };
  if (!progress.recentActive && next < first)
    return {
      ...common,
      answer: 'progressSilent',
      rule: 'sendsSnapshot',
      numbers: { ...numbers, first },
      needs: [{ code: 'answers', numbers: { node, leader } }, ...awayNeeds(away, leader)],
      byItselfAt: away === undefined ? await foretell(past, now(leader, node, isGoingOn)) : undefined,
    };
  if (paused && state === 'StateReplicate')
    return {
      ...common,
      answer: 'progressWindowFull',
      rule: 'inflightWindow',
      numbers: { ...numbers, inflight },
      needs: [{ code: 'answers', numbers: { node, leader } }, ...awayNeeds(away, leader)],
      byItselfAt: await foretell(past, now(leader, node, isGoingOn)),
    };
  if (paused)
    return {
      ...common,
      answer: 'progressProbing',
      rule: 'probesOnce',
      numbers,
      needs: [{ code: 'answers', numbers: { node, leader } }, ...awayNeeds(away, leader)],
      byItselfAt: away === undefined ? await foretell(past, now(leader, node, isGoingOn)) : undefined,
    };
  if (match >= last) return { ...common, answer: 'progressCaughtUp', rule: 'previousMatches', numbers };
  return {
    ...common,
    answer: state === 'StateProbe' ? 'progressFinding' : 'progressUnderWay',
    rule: state === 'StateProbe' ? 'probesOnce' : 'inflightWindow',
    numbers: { ...numbers, inflight },
    needs: [{ code: 'answers', numbers: { node, leader } }, ...freed, ...awayNeeds(away, leader)],
    byItselfAt:
      away === undefined && !isStuck
        ? await foretell(
            past,
            now(leader, node, (each) => each.match >= last),
          )
        : undefined,
  };
}

function isGoingOn({ paused }: ProgressView): boolean {
  return !paused;
}

/** What the leader knows of the member; it goes on also when it leads no more. */
function now(leader: number, node: number, isSo: (progress: ProgressView) => boolean) {
  return ({ machines }: World): boolean => {
    const machine = machines.get(leader);
    if (machine?.state !== 'StateLeader') return true;
    const progress = machine.image?.view().progress.find(({ id }) => id === node);
    return progress === undefined || isSo(progress);
  };
}

/** Where the snapshot is: on its way, on the follower's disk's queue, or already answered for. */
function snapshotNeeds(
  past: Past,
  leader: number,
  { id: node, pendingSnapshot }: ProgressView,
  away: Hindrance | undefined,
): readonly Need[] {
  for (const { id, from, to, payload, doom } of past.now.bus.flights()) {
    if (payload.type !== 'MsgSnap' || from !== leader || to !== node) continue;
    return doom === undefined
      ? [{ code: 'snapshotArrives', numbers: { id, to: node, index: pendingSnapshot } }]
      : [{ code: 'snapshotReported', numbers: { leader, to: node } }];
  }
  const view = viewOf(past.now, node);
  if (view !== undefined && view.pendingSnapshotIndex > 0) return [{ code: 'writeDone', numbers: { node } }];
  return [
    { code: 'snapshotReported', numbers: { leader, to: node } },
    { code: 'answers', numbers: { node, leader } },
    ...awayNeeds(away, leader),
  ];
}

/** What would bring a node back that is away. */
export function awayNeeds(away: Hindrance | undefined, from: number): readonly Need[] {
  if (away === undefined) return [];
  const { node, code } = away;
  if (code === 'cutOff') return [{ code: 'linkHealed', numbers: { leader: from, node: node } }];
  return [
    code === 'paused' ? { code: 'resumed', numbers: { node } } : { code: 'restarted', numbers: { node } },
  ];
}
