import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { atSender, causeOf, heardIn, type Heard } from './cause.ts';
import type { Ask, Fact, Told } from './fact.ts';
import { decisionIn } from '../known-event.ts';
import { termOf } from './term-of.ts';
import { plainOf } from './plain.ts';
import type { Stretch, Trail } from './trail.ts';

/** What moved a commit index in an event: `index` is what somebody asks for, up to where it moved at most. */
export async function tellCommit(trail: Trail, event: WorldEvent, index: LogIndex): Promise<Told> {
  const { node, number } = event;
  const heard = await heardIn(trail, event);
  const decision = decisionIn(event, 'committed');
  const commit = event.output?.changes.commit ?? index;
  const told = { event, node, place: 'commit', value: commit };
  if (decision === undefined || decision.by === 'quorum') {
    const counted = decision === undefined ? [] : decision.counted.map(({ have }) => have);
    const numbers = {
      have: counted.map((have) => have.join(', ')).join(' / '),
      voters: decision?.by === 'quorum' ? decision.counted.map(({ voters }) => voters).join(' / ') : '',
    };
    const next: Ask =
      heard !== undefined && event.input?.type === 'message' && event.input.message.type === 'MsgAppResp'
        ? vouched(heard, index)
        : { fact: { type: 'entry', node, index, term: undefined }, at: number };
    return { ...told, did: 'committed', numbers, next };
  }
  if (heard === undefined) return { ...told, did: 'heardCommit', next: await causeOf(trail, event) };
  const next = atSender(heard, (sender) =>
    decision.by === 'snapshot'
      ? { type: 'reached', node: sender, field: 'applied', index: commit }
      : { type: 'reached', node: sender, field: 'commit', index },
  );
  return { ...told, did: 'heardCommit', next };
}

/** A message that vouched for an entry: it goes back to the entry. */
function vouched(heard: Heard, index: LogIndex): Ask {
  const { message, from } = heard;
  const tells: Fact = { type: 'entry', node: from, index, term: undefined };
  return atSender(heard, () => ({ type: 'cause', did: { type: 'sent', message, tells } }));
}

/** The term of the entry that a member had here at the end of a stretch of its life; undefined: only a snapshot has it. */
export async function termOfEntry(
  trail: Trail,
  node: NodeId,
  index: LogIndex,
  stretch: Stretch,
): Promise<Term | undefined> {
  const { to: at } = stretch;
  const { facts } = trail.past.history;
  const life = trail.past.timeline.spans.lives(node, at).at(-1);
  const entry = life && trail.entryAt(node, index, life, at);
  if (entry !== undefined) return entry.view.term;
  const event = await trail.eventIf(facts.writtenIn(node, index, stretch));
  const appended = event?.output?.changes.appended?.find((each) => each.index === index);
  if (appended !== undefined) return appended.term;
  return (await trail.world(at)).machines.get(node)?.image?.entry(index)?.view.term;
}

/** How an entry came into a log in an event that was not the start of a life. */
export async function tellEntry(trail: Trail, event: WorldEvent, index: LogIndex, term: Term): Promise<Told> {
  const { node, input } = event;
  const told = { event, node, place: `log(${index}).term`, value: plainOf(term) };
  const isOwn = trail.past.timeline.origins.newestAt(index, event.number)?.event === event.number;
  if (isOwn) {
    return { ...told, did: 'appended', numbers: { index }, next: await causeOf(trail, event) };
  }
  const heard = await heardIn(trail, event);
  if (heard === undefined || input?.type !== 'message' || input.message.type !== 'MsgApp') {
    return { ...told, did: 'happened', numbers: { index }, next: await causeOf(trail, event) };
  }
  return {
    ...told,
    did: 'tookEntry',
    numbers: { index },
    next: atSender(heard, (sender) => ({ type: 'entry', node: sender, index, term })),
  };
}

/** Up to where a log is on its own disk. */
export async function tellStable(trail: Trail, event: WorldEvent): Promise<Told> {
  const { node, number, input } = event;
  const stable = event.output?.changes.stable ?? 0;
  const told = { event, node, place: 'stable', value: stable };
  if (input?.type !== 'writeDone') return { ...told, did: 'happened', next: await causeOf(trail, event) };
  const next: Ask = { fact: { type: 'entry', node, index: stable, term: undefined }, at: number };
  return { ...told, did: 'wroteToDisk', numbers: { write: input.write }, next };
}

/** What a leader knows of a peer. */
export async function tellProgress(
  trail: Trail,
  event: WorldEvent,
  of: NodeId,
  field: 'match' | 'next' | 'state',
): Promise<Told> {
  const { node, number, input } = event;
  const value = event.output?.changes.progress?.find(({ id }) => id === of)?.[field];
  const told = {
    event,
    node,
    place: `progress(${of}).${field}`,
    value: plainOf(value ?? 0),
    numbers: { of },
  };
  const won = decisionIn(event, 'becameLeader');
  if (won !== undefined)
    return { ...told, did: 'won', numbers: { of, ...termOf(won.term) }, next: await causeOf(trail, event) };
  const heard = await heardIn(trail, event);
  const isAnswer =
    input?.type === 'message' &&
    input.message.type === 'MsgAppResp' &&
    !input.message.reject &&
    heard?.from === of;
  if (field !== 'match' || typeof value !== 'number' || value === 0)
    return { ...told, did: 'movedProgress', next: await causeOf(trail, event) };
  if (isAnswer) return { ...told, did: 'countedMatch', next: vouched(heard, value) };
  if (of !== node) return { ...told, did: 'movedProgress', next: await causeOf(trail, event) };
  return {
    ...told,
    did: 'countedMatch',
    next: { fact: { type: 'entry', node, index: value, term: undefined }, at: number },
  };
}
