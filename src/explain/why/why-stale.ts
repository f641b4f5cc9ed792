import { microsToMs, type LogIndex } from '../../base/flavor.ts';
import { RULES, type RuleName } from '../../raft/rules.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import { staleBy } from '../../sim/clients/stale.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import { chainOf, joinChains } from '../causes.ts';
import type { Past } from '../past.ts';
import { readKind } from './call-record.ts';
import type { RuleId } from '../rule-book.ts';
import type { Explained } from './why.ts';

/** Why a read that was answered is as old as it is. */
export async function whyStale(past: Past, call: ClientCall): Promise<Explained> {
  const { result } = call;
  const answer = result?.status === 'ok' ? result.result : undefined;
  const revision = answer === undefined || answer.type === 'confChange' ? 0 : answer.revision;
  const ended = { call: call.id, node: call.node };
  const behind = staleBy(call);
  const end = past.timeline.marks.endOfCall(call.id, past.now.events, call.returnedAt);
  const events = end === undefined ? [] : await past.events(call.event, end);
  const causes = joinChains(end === undefined ? [] : await chainOf(past, end), [call.event]);
  if (behind === 0) {
    const numbers = { ...ended, revision };
    return { answer: 'readFresh', rule: ruleOfRead(call), numbers, causes };
  }
  const missed = await missedBy(past, call, events);
  const numbers = { ...ended, revision, newest: call.newestRevision, behind, ...missed };
  if (readKind(call.what) === 'serializable') {
    const needs = [{ code: 'readLinearizably', numbers: {} } as const];
    return { answer: 'readStaleSerializable', rule: 'serializableReads', numbers, needs, causes };
  }
  const asked = newestAsked(events);
  const leader = asked?.node ?? call.node;
  if (asked?.mode === 'leaseBased') {
    const needs = [{ code: 'safeReads', numbers: { leader } } as const];
    return {
      answer: 'readStaleLease',
      rule: 'confirmsReads',
      numbers: { ...numbers, leader },
      needs,
      causes,
    };
  }
  if (asked?.mode === 'singleton') {
    const needs = [{ code: 'readAtLeader', numbers: { leader } } as const];
    return {
      answer: 'readStaleSingleton',
      rule: 'confirmsReads',
      numbers: { ...numbers, leader },
      needs,
      causes,
    };
  }
  const broken = brokenRule(past.now, leader);
  if (broken === undefined) return { answer: 'readStale', rule: 'confirmsReads', numbers, causes };
  const needs = [{ code: 'ruleKept', numbers: { broken: broken.form } } as const];
  return {
    answer: 'readStaleBrokenRule',
    rule: broken.rule,
    numbers: { ...numbers, broken: broken.form },
    needs,
    causes,
  };
}

function ruleOfRead({ what }: ClientCall): RuleId {
  return readKind(what) === 'serializable' ? 'serializableReads' : 'confirmsReads';
}

/** Who took up the newest question for a read index before the answer, and how. */
function newestAsked(
  events: readonly WorldEvent[],
): { readonly node: number; readonly mode: string } | undefined {
  for (const { node, output } of events.toReversed()) {
    const asked = output?.trace.findLast(({ type }) => type === 'readIndexAsked');
    if (asked?.type === 'readIndexAsked') return { node, mode: asked.mode };
  }
  return undefined;
}

/** The rule, of those that are switched to a broken form at a node, that reads depend on most. */
function brokenRule(
  world: World,
  node: number,
): { readonly rule: RuleName; readonly form: string } | undefined {
  const settings = world.machines.get(node)?.settingsInForce;
  const forms = settings?.brokenRules ?? world.config.brokenRules;
  const found = RULES.flatMap(({ name, broken, promises }) =>
    Object.keys(broken)
      .filter((form) => forms.includes(form))
      .map((form) => ({ rule: name, form, isOfReads: promises === 'Linearizability' })),
  );
  return found.find(({ isOfReads }) => isOfReads) ?? found[0];
}

/** The entries that it lacked, and since when there was the first of them. */
async function missedBy(
  past: Past,
  call: ClientCall,
  events: readonly WorldEvent[],
): Promise<{ readonly first: LogIndex; readonly last: LogIndex; readonly sinceAtMs: number }> {
  const served = events
    .flatMap(({ output }) => output?.trace ?? [])
    .findLast((each) => each.type === 'readServed' && each.request === call.id);
  const applied = served?.type === 'readServed' ? served.applied : 0;
  const then = await past.at(call.event);
  let newest = 0;
  for (const { image } of then.world.machines.values()) {
    const view = image?.view();
    if (view?.revision === call.newestRevision) newest = Math.max(newest, view.applied);
  }
  const first = applied + 1;
  const { marks, origins } = past.timeline;
  const appended = origins.newestAt(first, call.event)?.event ?? 1;
  const commits = marks.firstCommits(first, appended - 1, call.event).map(({ at }) => at);
  return {
    first,
    last: Math.max(first, newest),
    sinceAtMs: microsToMs(commits.length === 0 ? call.invokedAt : Math.min(...commits)),
  };
}
