import type { LogIndex } from '../../base/flavor.ts';
import type { LoggedOperation } from '../../etcd/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { atSender, causeOf, heardIn } from './cause.ts';
import { entriesOf, entryOfRevision } from './applied-entries.ts';
import type { Ask, Fact, Told } from './fact.ts';
import { isBoot, stretchOf, tellBegin } from './life-facts.ts';
import { decisionIn } from '../known-event.ts';
import { configText } from './plain.ts';
import type { Trail } from './trail.ts';

type Of<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

/** Up to where a member has applied. */
export async function tellApplied(trail: Trail, event: WorldEvent, index: LogIndex): Promise<Told> {
  const { node, number } = event;
  const value = event.output?.changes.applied ?? index;
  const told = { event, node, place: 'applied', value };
  if (decisionIn(event, 'snapshotInstalled') !== undefined) {
    const asked = await causeOf(trail, event);
    const brought: Fact = { type: 'reached', node, field: 'applied', index };
    return {
      ...told,
      did: 'installedSnapshot',
      numbers: { index: value },
      next: withBrought(asked, brought),
    };
  }
  const next: Ask = { fact: { type: 'reached', node, field: 'commit', index }, at: number };
  return { ...told, did: 'applied', numbers: { index: value }, next };
}

/** What a write had brought, which came in a message. */
function withBrought(asked: Ask | undefined, brought: Fact): Ask | undefined {
  if (asked?.fact.type !== 'cause' || asked.fact.did.type !== 'write') return asked;
  return { ...asked, fact: { type: 'cause', did: { ...asked.fact.did, brought } } };
}

/** How a store came to have a revision. */
export async function tellRevision(trail: Trail, fact: Of<'revision'>, at: number): Promise<Told> {
  const { node, revision } = fact;
  const told = { node, place: 'revision', value: revision };
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const event = await trail.eventIf(trail.past.history.facts.firstReached(node, 'revision', revision, life));
  if (event === undefined || isBoot(event)) {
    const index = event?.output?.changes.snapshotIndex ?? 0;
    const onDisk: Fact | undefined = index === 0 ? undefined : { type: 'snapshot', node, index, holds: fact };
    return tellBegin(trail, { ...told, from: life.from, onDisk });
  }
  if (event.output?.changes.replaced === true) {
    const next = withBrought(await causeOf(trail, event), fact);
    return {
      ...told,
      event,
      did: 'installedSnapshot',
      numbers: { index: event.output.changes.applied ?? 0 },
      next,
    };
  }
  const index = await entryOfRevision(trail, event, revision);
  const next: Ask | undefined =
    index === undefined
      ? await causeOf(trail, event)
      : { fact: { type: 'entry', node, index, term: undefined }, at: event.number };
  return { ...told, event, did: 'applied', numbers: { index: index ?? 0, revision }, next };
}

/** How a member came to know a lease, or when it ends. */
export async function tellLease(trail: Trail, fact: Of<'lease'>, at: number): Promise<Told> {
  const { node, id, what } = fact;
  const told = { node, place: `lease(${id})`, value: String(id) };
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const isOf = ({ output }: WorldEvent): boolean =>
    output?.changes.leases?.some((each) => each.id === id) === true;
  const isGrant = (op: LoggedOperation): boolean => op.type === 'leaseGrant' && op.id === id;
  const event =
    what === 'end'
      ? await trail.last(node, life, 'leases', isOf)
      : await trail.first(
          node,
          trail.since(node, life, (image) =>
            image.storeView(Infinity).leases.some((lease) => lease.id === id),
          ),
          'leases',
          isOf,
        );
  if (event === undefined || isBoot(event)) {
    const index = event?.output?.changes.snapshotIndex ?? 0;
    const onDisk: Fact | undefined =
      index === 0
        ? undefined
        : { type: 'snapshot', node, index, holds: { type: 'lease', node, id, what: 'grant' } };
    return tellBegin(trail, { ...told, from: life.from, onDisk });
  }
  if (event.output?.changes.replaced === true) {
    const brought: Fact = { type: 'lease', node, id, what: 'grant' };
    const next = withBrought(await causeOf(trail, event), brought);
    return {
      ...told,
      event,
      did: 'installedSnapshot',
      numbers: { index: event.output.changes.applied ?? 0 },
      next,
    };
  }
  const granted = (await entriesOf(trail, event)).find(({ op }) => op !== undefined && isGrant(op));
  if (granted === undefined)
    return { ...told, event, did: 'changedLease', next: await causeOf(trail, event) };
  const { index } = granted;
  const next: Ask = { fact: { type: 'entry', node, index, term: undefined }, at: event.number };
  return { ...told, event, did: 'applied', numbers: { index }, next };
}

/** How a member came to its configuration. */
export async function tellConfig(trail: Trail, event: WorldEvent): Promise<Told> {
  const { node, number } = event;
  const told = { event, node, place: 'config', value: configText(event.output?.changes.confState) };
  const change = (await entriesOf(trail, event)).findLast(({ type }) => type !== 'EntryNormal');
  if (change !== undefined) {
    const { index } = change;
    const next: Ask = { fact: { type: 'entry', node, index, term: undefined }, at: number };
    return { ...told, did: 'switchedConfig', numbers: { index }, next };
  }
  const { input } = event;
  if (input?.type === 'message' && input.message.type === 'MsgSnap') {
    const { index } = input.message.snapshot;
    const heard = await heardIn(trail, event);
    const next = heard && atSender(heard, (sender) => ({ type: 'field', node: sender, field: 'confState' }));
    return { ...told, did: 'installedSnapshot', numbers: { index }, next };
  }
  return { ...told, did: 'switchedConfig', numbers: { index: 0 }, next: await causeOf(trail, event) };
}

/** How a call came to its end. */
export async function tellAnswer(trail: Trail, { request }: Of<'answer'>, at: number): Promise<Told> {
  const { timeline, now } = trail.past;
  const call = now.calls.get(request);
  const number = call && timeline.marks.endOfCall(request, at, call.returnedAt);
  const told = { node: call?.node ?? 0, place: `call(${request}).status`, value: call?.result?.status };
  if (number === undefined) return { ...told, event: undefined, did: 'began', next: undefined };
  const event = await trail.event(number);
  const isAnswered = isAnsweredIn(trail, event, request);
  if (!isAnswered) {
    // Its time was over, or its member ended.
    const next: Ask | undefined =
      event.command !== undefined || call === undefined
        ? undefined
        : { fact: { type: 'cause', did: { type: 'called', request } }, at: call.event };
    return { ...told, event, did: 'gaveUp', numbers: { request }, next };
  }
  const origin = timeline.origins.ofRequest(request);
  const applied = decisionIn(event, 'applied');
  const isOwn =
    origin !== undefined &&
    applied !== undefined &&
    applied.first <= origin.index &&
    origin.index <= applied.last;
  const next: Ask | undefined = isOwn
    ? { fact: { type: 'entry', node: event.node, index: origin.index, term: origin.term }, at: number }
    : await causeOf(trail, event);
  return { ...told, event, did: 'answered', numbers: { request }, next };
}

/** Whether a call that has ended in an event was answered there by its member, and not given up. */
function isAnsweredIn(trail: Trail, event: WorldEvent, request: number): boolean {
  if (event.command !== undefined || event.type === 'requestGone') return false;
  if (trail.life(event.node, event.number) !== undefined) return true;
  // Its member ended in this event, and may have answered before.
  return event.output?.answers.some((answer) => answer.request === request) === true;
}
