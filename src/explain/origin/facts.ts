import { unreachable } from '../../base/assert.ts';
import { tellCause } from './cause.ts';
import { tellDisk, tellSnapshot, tellStored } from './disk-facts.ts';
import type { Ask, Fact, FieldName, Told } from './fact.ts';
import { isBoot, stretchOf, tellBegin } from './life-facts.ts';
import { tellCommit, tellEntry, tellProgress, tellStable, termOfEntry } from './log-facts.ts';
import { lastProgress } from './progress-facts.ts';
import type { PlainValue } from './origin-step.ts';
import { configText, plainOf } from './plain.ts';
import { placeOfField, tellElection } from './raft-facts.ts';
import type { Stretch, Trail } from './trail.ts';
import { tellAnswer, tellApplied, tellConfig, tellLease, tellRevision } from './store-facts.ts';
import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { MemberChanges } from '../../node/report/changes.ts';

type Of<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

/** The event that brought a fact about, and what it goes back to. */
export function tell(trail: Trail, { fact, at }: Ask): Promise<Told> {
  switch (fact.type) {
    case 'field':
      return tellField(trail, fact, at);
    case 'reached':
      return tellReached(trail, fact, at);
    case 'disk':
      return tellDisk(trail, fact, at);
    case 'entry':
      return tellEntryIn(trail, fact, at);
    case 'stored':
      return tellStored(trail, fact, at);
    case 'snapshot':
      return tellSnapshot(trail, fact, at);
    case 'progress':
      return tellProgressOf(trail, fact, at);
    case 'revision':
      return tellRevision(trail, fact, at);
    case 'lease':
      return tellLease(trail, fact, at);
    case 'answer':
      return tellAnswer(trail, fact, at);
    case 'cause':
      return tellCause(trail, fact.did, at);
    default:
      return unreachable(fact);
  }
}

async function tellField(trail: Trail, fact: Of<'field'>, at: number): Promise<Told> {
  const { node, field } = fact;
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const event = await lastChange(trail, node, field, life);
  if (event === undefined || isBoot(event)) {
    const value = plainValue(field, event?.output?.changes);
    const begun = { node, place: placeOfField(field), value, from: life.from };
    return tellBegin(trail, { ...begun, onDisk: onDiskOf(fact, event?.output?.changes) });
  }
  switch (field) {
    case 'commit':
      return tellCommit(trail, event, event.output?.changes.commit ?? 0);
    case 'applied':
      return tellApplied(trail, event, event.output?.changes.applied ?? 0);
    case 'stable':
      return tellStable(trail, event);
    case 'confState':
      return tellConfig(trail, event);
    default:
      return tellElection(trail, event, field);
  }
}

/** The last event that changed it, or began the life. */
function lastChange(
  trail: Trail,
  node: NodeId,
  field: FieldName,
  life: Stretch,
): Promise<WorldEvent | undefined> {
  const { facts } = trail.past.history;
  switch (field) {
    case 'leadTransferee':
      return trail.last(
        node,
        life,
        'progress',
        ({ output }) => output?.changes.boot !== undefined || output?.changes.leadTransferee !== undefined,
      );
    case 'confState':
      return trail.eventIf(facts.lastSwitched(node, life));
    case 'state':
      return trail.eventIf(facts.lastBecame(node, life));
    default:
      return trail.eventIf(facts.lastSaid(node, field, life));
  }
}

function plainValue(field: FieldName, changes: MemberChanges | undefined): PlainValue | undefined {
  const value = changes?.[field];
  if (value === undefined) return undefined;
  return typeof value === 'object' ? configText(value) : plainOf(value);
}

/** What of a member's first record its disk has brought. */
function onDiskOf({ node, field }: Of<'field'>, changes: MemberChanges | undefined): Fact | undefined {
  const { hardState, snapshotIndex: index = 0, snapshotTerm: term = 0 } = changes ?? {};
  const snapshot: Fact | undefined =
    index === 0 ? undefined : { type: 'snapshot', node, index, holds: undefined };
  switch (field) {
    case 'term':
    case 'vote':
    case 'commit': {
      const value = changes?.[field] ?? 0;
      if (value === 0) return undefined;
      if (hardState !== undefined && hardState[field] === value)
        return { type: 'disk', node, field, value, term: hardState.term };
      return field === 'commit' ? snapshot : undefined;
    }
    case 'applied':
    case 'confState':
      return snapshot;
    case 'stable': {
      const last = changes?.appended?.at(-1);
      const stable = changes?.stable ?? 0;
      if (last === undefined || last.index !== stable)
        return stable === index && term !== 0 ? snapshot : undefined;
      return { type: 'stored', node, index: last.index, term: last.term };
    }
    default:
      return undefined;
  }
}

async function tellReached(trail: Trail, fact: Of<'reached'>, at: number): Promise<Told> {
  const { node, field, index } = fact;
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const event = await trail.eventIf(trail.past.history.facts.firstReached(node, field, index, life));
  if (event === undefined || isBoot(event)) {
    const value = event?.output?.changes[field] ?? index;
    const onDisk = onDiskOf({ type: 'field', node, field }, event?.output?.changes);
    return tellBegin(trail, { node, place: field, value, from: life.from, onDisk });
  }
  return field === 'commit' ? tellCommit(trail, event, index) : tellApplied(trail, event, index);
}

async function tellEntryIn(trail: Trail, fact: Of<'entry'>, at: number): Promise<Told> {
  const { node, index } = fact;
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  const term = fact.term ?? (await termOfEntry(trail, node, index, life));
  const place = `log(${index}).term`;
  if (term === undefined) {
    // Only a snapshot has it.
    const snapshot: Fact = { type: 'snapshot', node, index, holds: undefined };
    return tell(trail, { fact: snapshot, at });
  }
  const event = await writerOf(trail, node, index, term, life);
  if (event === undefined || isBoot(event)) {
    const onDisk: Fact | undefined = event && { type: 'stored', node, index, term };
    return tellBegin(trail, { node, place, value: plainOf(term), from: life.from, onDisk });
  }
  return tellEntry(trail, event, index, term);
}

/** The event of a life that wrote an entry into a log; undefined: it was in it when the run began. */
async function writerOf(
  trail: Trail,
  node: NodeId,
  index: LogIndex,
  term: Term,
  life: Stretch,
): Promise<WorldEvent | undefined> {
  const { facts } = trail.past.history;
  const written = facts.writtenIn(node, index, life);
  if (written === undefined) return undefined;
  const wasLong = facts.lastSaid(node, 'last', { from: life.from, to: written - 1 }, (last) => last >= index);
  if (wasLong === undefined) return trail.event(written);
  // Its log may have another one there by then: what its disk has is of before.
  const entry = trail.entryAt(node, index, { from: life.from, to: undefined }, life.to);
  if (entry?.view.term === term) return trail.event(written);
  return trail.last(
    node,
    life,
    'log',
    ({ output }) =>
      output?.changes.appended?.some((each) => each.index === index && each.term === term) === true,
  );
}

async function tellProgressOf(trail: Trail, fact: Of<'progress'>, at: number): Promise<Told> {
  const { node, of, field, value } = fact;
  const life = stretchOf(trail, node, at) ?? { from: 0, to: 0 };
  // As a leader it has said it of everybody anew.
  const elected = trail.past.history.facts.lastBecame(node, life, 'StateLeader');
  const stretch = { from: elected ?? life.from, to: life.to };
  if (field === 'state') {
    const changed = trail.past.history.facts.lastProgressState(node, of, stretch);
    if (changed !== undefined) return tellProgress(trail, await trail.event(changed), of, field);
  }
  const event = await lastProgress(trail, fact, stretch);
  if (event === undefined)
    return tellBegin(trail, {
      node,
      place: `progress(${of}).${field}`,
      value,
      from: life.from,
      onDisk: undefined,
    });
  return tellProgress(trail, event, of, field);
}
