import type { HardState } from '../../raft/entry.ts';
import { causeOf, heardIn } from './cause.ts';
import type { Ask, Fact, Told } from './fact.ts';
import { isBoot, stretchOf, tellBegin, tellGivenDisk } from './life-facts.ts';
import { plainOf } from './plain.ts';
import { imageOfFirst, type MemberImage } from '../../node/report/image.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { Stretch, Trail } from './trail.ts';

type Of<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

/** Whether a hard state is the one that is looked for: terms and commits only rise, and a vote is one of its term. */
function isHeld(hardState: HardState | undefined, { field, value, term }: Of<'disk'>): boolean {
  if (hardState === undefined) return false;
  return hardState[field] === value && (field !== 'vote' || hardState.term === term);
}

/** When a part of the hard state came onto the disk. What was only buffered when a process ended is not what is asked for. */
export async function tellDisk(trail: Trail, fact: Of<'disk'>, at: number): Promise<Told> {
  const { node, field } = fact;
  const told = { node, place: `hardState.${field}`, value: plainOf(fact.value) };
  const given = await tellGivenDisk(trail, told, at);
  if (given !== undefined) return given;
  const stretch = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const isSo = (hardState: HardState | undefined) => isHeld(hardState, fact);
  const until = await untilHeld(trail, fact, at, stretch);
  const since = trail.since(node, { from: stretch.from, to: until ?? stretch.to }, (image) =>
    isSo(image.view().hardState),
  );
  // It was so in memory first.
  const held =
    field === 'commit'
      ? trail.sinceReached(node, 'commit', fact.value, since)
      : trail.sinceReached(node, 'term', fact.term, since);
  const written =
    until === undefined
      ? undefined
      : await trail.first(node, held, 'stable', ({ output }) => isSo(output?.changes.hardState));
  if (written === undefined && !(await wasSoAtStart(trail, node, stretch, isHeldBy(fact)))) {
    const next: Ask = { fact: fieldOf(fact), at: lastInMemory(trail, fact, stretch) };
    return { ...told, ...(await keptAfter(trail, stretch)), next };
  }
  if (written === undefined || isBoot(written))
    return tellBegin(trail, { ...told, from: stretch.from, onDisk: isNone(fact) ? undefined : fact });
  const asked = await causeOf(trail, written);
  if (written.input?.type !== 'writeDone') return { ...told, event: written, did: 'happened', next: asked };
  return {
    ...told,
    event: written,
    did: 'wroteToDisk',
    numbers: { write: written.input.write },
    next: asked && { fact: fieldOf(fact), at: asked.at },
  };
}

function isHeldBy(fact: Of<'disk'>): (image: MemberImage) => boolean {
  return (image) => isHeld(image.view().hardState, fact);
}

/** Whether a life began with it, as its disk then was. */
async function wasSoAtStart(
  trail: Trail,
  node: NodeId,
  { from }: Stretch,
  isSo: (image: MemberImage) => boolean,
): Promise<boolean> {
  const output = from === 0 ? undefined : (await trail.event(from)).output;
  const { world } = trail.past.history.checkpointFor(0);
  const image = output === undefined ? world.machines.get(node)?.image : imageOfFirst(output);
  return image !== undefined && isSo(image);
}

/** Its process ended before it heard that this was synced, and the disk kept it. */
async function keptAfter(trail: Trail, { to }: Stretch): Promise<Pick<Told, 'event' | 'did'>> {
  return { event: await trail.event(to + 1), did: 'keptOnDisk' };
}

/** The event of a stretch after which a part of the hard state was so in memory for the last time. */
function lastInMemory(trail: Trail, { node, field, value, term }: Of<'disk'>, stretch: Stretch): number {
  const { facts } = trail.past.history;
  for (let { to } = stretch; ;) {
    const said = facts.lastSaid(node, field, { from: stretch.from, to }, (now) => now === value);
    if (said === undefined) return stretch.to;
    if (field !== 'vote' || facts.at(node, 'term', said) === term) return said;
    to = said - 1;
  }
}

/** The last event by which it was so; undefined: none in this life. */
async function untilHeld(
  trail: Trail,
  fact: Of<'disk'>,
  at: number,
  stretch: Stretch,
): Promise<number | undefined> {
  const { now } = trail.past;
  const image = at === now.events ? now.machines.get(fact.node)?.image : undefined;
  if (image !== undefined && isHeld(image.view().hardState, fact)) return stretch.to;
  const newest = await trail.last(fact.node, stretch, 'stable', ({ output }) =>
    isHeld(output?.changes.hardState, fact),
  );
  return newest?.number;
}

/** What was written is what the member was. */
function fieldOf({ node, field, value }: Of<'disk'>): Fact {
  if (field === 'commit') return { type: 'reached', node, field, index: Number(value) };
  return { type: 'field', node, field };
}

/** A disk that nothing has been written to says this. */
function isNone({ value }: Of<'disk'>): boolean {
  return value === 0;
}

/** When an entry came onto the disk. */
export async function tellStored(trail: Trail, fact: Of<'stored'>, at: number): Promise<Told> {
  const { node, index, term } = fact;
  const told = { node, place: 'stable', value: index };
  const given = await tellGivenDisk(trail, told, at);
  if (given !== undefined) return given;
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const { facts } = trail.past.history;
  const isStored = (image: MemberImage): boolean =>
    image.view().stable >= index && image.entry(index)?.view.term === term;
  // It may have been as long before, with another entry there.
  const shorter = facts.lastSaid(node, 'stable', life, (stable) => stable < index);
  const since = { from: shorter ?? life.from, to: life.to };
  const written = await trail.eventIf(facts.firstSaid(node, 'stable', since, (stable) => stable >= index));
  const next: Ask = { fact: { type: 'entry', node, index, term }, at: written?.number ?? life.to };
  if (written === undefined && (shorter !== undefined || !(await wasSoAtStart(trail, node, life, isStored))))
    return { ...told, ...(await keptAfter(trail, life)), numbers: { index }, next };
  if (written === undefined || isBoot(written))
    return tellBegin(trail, { ...told, from: life.from, onDisk: fact });
  if (written.input?.type !== 'writeDone')
    return { ...told, event: written, did: 'happened', next: await causeOf(trail, written) };
  return {
    ...told,
    event: written,
    did: 'wroteToDisk',
    numbers: { write: written.input.write, index },
    next,
  };
}

/** What a snapshot that a disk has kept goes back to: the store that it is of, its own or that of a sender. */
async function inSnapshot(trail: Trail, { node, index, holds }: Of<'snapshot'>, life: Stretch): Promise<Ask> {
  const brought: Fact = holds ?? { type: 'reached', node, field: 'applied', index };
  if (trail.past.history.facts.at(node, 'applied', life.to) >= index) return { fact: brought, at: life.to };
  // It had not been applied: it came in a message.
  const came = await trail.asked(
    node,
    life,
    ({ input }) =>
      input?.type === 'message' && input.message.type === 'MsgSnap' && input.message.snapshot.index === index,
  );
  const [write] = came?.output?.writes ?? [];
  if (came === undefined || write === undefined) return { fact: brought, at: life.to };
  return { fact: { type: 'cause', did: { type: 'write', write: write.id, brought } }, at: came.number };
}

/** When a snapshot came onto the disk, and whose it was. */
export async function tellSnapshot(trail: Trail, fact: Of<'snapshot'>, at: number): Promise<Told> {
  const { node, index, holds } = fact;
  const told = { node, place: 'snapshot', value: index };
  const given = await tellGivenDisk(trail, told, at);
  if (given !== undefined) return given;
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const isTaken = (image: MemberImage): boolean => image.view().snapshotIndex >= index;
  const event = await trail.eventIf(
    trail.past.history.facts.firstReached(node, 'snapshotIndex', index, life),
  );
  if (event === undefined && !(await wasSoAtStart(trail, node, life, isTaken))) {
    const next = await inSnapshot(trail, fact, life);
    return { ...told, ...(await keptAfter(trail, life)), numbers: { index }, next };
  }
  if (event === undefined || isBoot(event))
    return tellBegin(trail, { ...told, from: life.from, onDisk: index === 0 ? undefined : fact });
  const asked = await causeOf(trail, event);
  const asking = asked && (await trail.event(asked.at));
  const heard = asking && (await heardIn(trail, asking));
  const isReceived = asking?.input?.type === 'message' && asking.input.message.type === 'MsgSnap';
  if (isReceived && heard !== undefined && event.input?.type === 'writeDone') {
    // The sender's store as it was then, and not the snapshot on its disk.
    const brought: Fact = holds ?? { type: 'reached', node, field: 'applied', index };
    const { write } = event.input;
    return {
      ...told,
      event,
      did: 'installedSnapshot',
      numbers: { index, from: heard.from },
      next: { fact: { type: 'cause', did: { type: 'write', write, brought } }, at: asking?.number ?? 0 },
    };
  }
  const next: Ask | undefined =
    holds === undefined
      ? asked && { fact: { type: 'reached', node, field: 'applied', index }, at: asked.at }
      : { fact: holds, at: event.number };
  return { ...told, event, did: 'tookSnapshot', numbers: { index }, next };
}
