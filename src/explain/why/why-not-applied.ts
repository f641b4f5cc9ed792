import { microsToMs, type NodeId } from '../../base/flavor.ts';
import type { Machine } from '../../sim/world/machine.ts';
import { chainOf, joinChains } from '../causes.ts';
import type { Past } from '../past.ts';
import { foresee } from './foresight.ts';
import { commandsBehind, needsOf, standingAway } from './hindrances.ts';
import { leadingNow, machineOf, underWay, type Holder } from './standing.ts';
import type { TheEntry } from './why-entry.ts';
import type { Explained, Hindrance } from './why.ts';

/** An entry is committed: why a member has not applied it; the first that runs and has not, unless one is named. */
export async function whyNotApplied(
  past: Past,
  entry: TheEntry,
  holders: readonly Holder[],
  node: NodeId | undefined,
): Promise<Explained> {
  const { index, term } = entry;
  const asked = holders.find(
    ({ id, applied, status }) => id === node || (node === undefined && !applied && status !== 'killed'),
  );
  const commits = past.timeline.marks.firstCommits(index, firstEventOf(past, entry), past.now.events);
  const committed = commits.map(({ event }) => event).sort((a, b) => a - b)[0];
  const causes = committed === undefined ? [] : await chainOf(past, committed);
  const of = { index, entryTerm: term };
  if (asked === undefined) {
    const nodes = holders.filter((each) => each.applied).map(({ id }) => id);
    return { answer: 'entryApplied', rule: 'appliesInOrder', numbers: { ...of, nodes }, causes };
  }
  const machine = machineOf(past.now, asked.id);
  const view = machine.image?.view();
  if (asked.applied) {
    const applied = view?.applied ?? index;
    return {
      answer: 'entryAppliedHere',
      rule: 'appliesInOrder',
      numbers: { ...of, node: asked.id, applied },
      causes,
    };
  }
  const foreseen = await foresee(past, ({ machines }) => {
    const applied = machines.get(asked.id)?.image?.view().applied;
    return applied !== undefined && applied >= index;
  });
  const answer = whyNotHere(past, entry, holders, machine);
  const because = answer.because ?? [];
  const behind = commandsBehind(past, because, leadingNow(past.now)?.id);
  return { ...answer, byItselfAt: foreseen?.at, causes: joinChains(behind, causes) };
}

function firstEventOf({ timeline }: Past, { index, term }: TheEntry): number {
  return Math.max(0, (timeline.origins.ofEntry(index, term)?.event ?? 1) - 1);
}

function whyNotHere(
  past: Past,
  { index, term }: TheEntry,
  holders: readonly Holder[],
  machine: Machine,
): Explained {
  const { now } = past;
  const node = machine.id;
  const of = { index, entryTerm: term, node };
  const rule = 'appliesInOrder';
  const view = machine.image?.view();
  if (machine.status === 'killed' || view === undefined) {
    const because: readonly Hindrance[] = [{ node, code: 'killed', numbers: {} }];
    return {
      answer: 'applyKilled',
      rule: 'serversStop',
      numbers: of,
      because,
      needs: needsOf(because, undefined),
    };
  }
  if (machine.status === 'paused') {
    const because: readonly Hindrance[] = [{ node, code: 'paused', numbers: {} }];
    return {
      answer: 'applyPaused',
      rule: 'serversStop',
      numbers: of,
      because,
      needs: needsOf(because, undefined),
    };
  }
  if (view.pendingSnapshotIndex >= index) {
    const numbers = { ...of, snapshot: view.pendingSnapshotIndex };
    return {
      answer: 'applySnapshotSaving',
      rule: 'diskFirst',
      numbers,
      needs: [{ code: 'writeDone', numbers: { node } }],
    };
  }
  if (view.commit < index) return notToldYet(past, { index, term }, holders, machine, view);
  const place = machine.applies.findIndex(({ work }) => work.first <= index && index <= work.last);
  const queued = machine.applies[place];
  if (queued !== undefined) {
    const dueAtMs = microsToMs(queued.dueAt);
    const { first, last } = queued.work;
    return place === 0
      ? { answer: 'applyRunning', rule, numbers: { ...of, first, last, dueAtMs } }
      : { answer: 'applyQueued', rule, numbers: { ...of, ahead: place, applied: view.applied, dueAtMs } };
  }
  if (view.stable < index) {
    const because: readonly Hindrance[] = machine.disk.stuck
      ? [{ node, code: 'diskStuck', numbers: {} }]
      : [];
    return {
      answer: 'applyNotOnDisk',
      rule: 'diskFirst',
      numbers: { ...of, stable: view.stable },
      because,
      needs: because.length > 0 ? needsOf(because, undefined) : [{ code: 'writeDone', numbers: { node } }],
    };
  }
  const isByHand = now.config.readyByHand;
  return {
    answer: 'applyNotTaken',
    rule,
    numbers: { ...of, applied: view.applied },
    needs: isByHand
      ? [{ code: 'readyTaken', numbers: { node } }]
      : [{ code: 'appliedUpTo', numbers: { node, index: view.applying } }],
  };
}

/** It does not know that the entry is committed: what would tell it? */
function notToldYet(
  { now }: Past,
  { index, term }: TheEntry,
  holders: readonly Holder[],
  { id: node }: Machine,
  { commit }: { readonly commit: number },
): Explained {
  const of = { index, entryTerm: term, node };
  const leading = leadingNow(now);
  const progress = leading?.view.progress.find(({ id }) => id === node);
  if (leading !== undefined && progress?.state === 'StateSnapshot') {
    const numbers = { ...of, leader: leading.id, snapshot: progress.pendingSnapshot };
    const away = standingAway(now, node, leading.id);
    const because = away === undefined ? [] : [away];
    const flight = underWay(now, leading.id, node, ({ type }) => type === 'MsgSnap');
    return {
      answer: 'applySnapshotComing',
      rule: 'sendsSnapshot',
      numbers,
      because,
      needs:
        flight === undefined
          ? needsOf(because, leading.id)
          : [{ code: 'messageArrives', numbers: { message: flight.id } }],
    };
  }
  const away = standingAway(now, node, leading?.id);
  const told = leading && underWay(now, leading.id, node, (each) => 'commit' in each && each.commit >= index);
  const because: readonly Hindrance[] =
    away !== undefined
      ? [away]
      : told === undefined
        ? []
        : told.endsAt === undefined
          ? [{ node, code: 'commitHeld', numbers: { message: told.id } }]
          : [
              {
                node,
                code: 'commitUnderWay',
                numbers: { message: told.id, dueAtMs: microsToMs(told.endsAt) },
              },
            ];
  const holder = holders.find(({ id }) => id === node);
  const rest = {
    rule: 'followerCommit',
    because,
    needs:
      because.length > 0
        ? needsOf(because, leading?.id)
        : leading === undefined
          ? [{ code: 'leaderElected', numbers: {} } as const]
          : [{ code: 'leaderTells', numbers: { leader: leading.id, node } } as const],
  } as const;
  if (holder?.has !== true)
    return { ...rest, answer: 'applyNotHere', numbers: { ...of, last: holder?.last ?? 0 } };
  const committedOn = holders.filter((each) => each.committed).map(({ id }) => id);
  return { ...rest, answer: 'applyNotCommittedHere', numbers: { ...of, commit, committedOn } };
}
