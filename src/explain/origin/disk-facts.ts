import type { HardState } from '../../raft/entry.ts';
import { causeOf, heardIn } from './cause.ts';
import type { Ask, Fact, Told } from './fact.ts';
import { isBoot, stretchOf, tellBegin } from './life-facts.ts';
import { plainOf } from './plain.ts';
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
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const { facts } = trail.past.history;
  // It may have been as long before, with another entry there.
  const shorter = facts.lastSaid(node, 'stable', life, (stable) => stable < index);
  const since = { from: shorter ?? life.from, to: life.to };
  const written = await trail.eventIf(facts.firstSaid(node, 'stable', since, (stable) => stable >= index));
  const next: Ask = { fact: { type: 'entry', node, index, term }, at: written?.number ?? life.to };
  if (written === undefined && shorter !== undefined) {
    // Written, and not known to be synced when the process ended.
    return { ...told, event: await trail.event(life.to + 1), did: 'keptOnDisk', numbers: { index }, next };
  }
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

/** When a snapshot came onto the disk, and whose it was. */
export async function tellSnapshot(trail: Trail, fact: Of<'snapshot'>, at: number): Promise<Told> {
  const { node, index, holds } = fact;
  const told = { node, place: 'snapshot', value: index };
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const event = await trail.eventIf(
    trail.past.history.facts.firstReached(node, 'snapshotIndex', index, life),
  );
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
