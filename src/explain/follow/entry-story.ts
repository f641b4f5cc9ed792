import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { EntryOrigin } from '../../timeline/origins.ts';
import { heardIn } from '../origin/cause.ts';
import { decisionIn } from '../known-event.ts';
import { termOf } from '../origin/term-of.ts';
import { isBoot } from '../origin/life-facts.ts';
import type { StoryDraft } from './story-draft.ts';

/** So many messages after one of the leader's are looked at for those that carried the entry and were lost. */
const LOOKED_AT = 5000;
/** So many messages to one member that were lost are told. */
const LOST_MAX = 3;
/** A log may lose an entry and get it again; so often at most it is told. */
const ROUNDS_MAX = 4;

interface Entry {
  readonly index: LogIndex;
  readonly term: Term;
  readonly leader: NodeId;
}

/** An entry from the leader that appended it into every log, onto every disk, and into every store. */
export async function tellEntryStory(draft: StoryDraft, origin: EntryOrigin, call: number): Promise<void> {
  const { past } = draft.trail;
  const { index, term, node: leader, event } = origin;
  const entry: Entry = { index, term, leader };
  tellForwards(draft, call, event);
  draft.add('appended', event, leader, { numbers: { index, ...termOf(term) } });
  let hasIt = false;
  for (const { id } of past.now.machines.values())
    if (await tellAtNode(draft, entry, id, event)) hasIt = true;
  await tellCommit(draft, entry, event);
  draft.entry = { index, term, isLost: !hasIt };
}

/** The proposals by which a member sent it on to the leader, or to who it took for it. */
function tellForwards(draft: StoryDraft, call: number, before: number): void {
  if (call === 0) return;
  const { arrows, origins } = draft.trail.past.timeline;
  for (const message of origins.forwardsOf(call)) {
    const arrow = arrows.at(message);
    if (arrow === undefined || arrow.sentEvent > before) continue;
    draft.add('forwarded', arrow.sentEvent, arrow.from, { message, numbers: { to: arrow.to } });
  }
}

/** Into a member's log, onto its disk, and what became of it there. Whether it has it at the playhead. */
async function tellAtNode(draft: StoryDraft, entry: Entry, node: NodeId, appended: number): Promise<boolean> {
  const { trail } = draft;
  const { index, term } = entry;
  const { now, timeline } = trail.past;
  let from = appended;
  let isKnown = node === entry.leader;
  for (const life of timeline.spans.lives(node, now.events)) {
    const to = life.to === undefined ? now.events : Math.min(now.events, life.to - 1);
    if (to < from) continue;
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const stretch = { from: Math.max(life.from, from), to };
      const took = await trail.first(node, stretch, 'log', (event) => hasTaken(event, index, term));
      if (took === undefined) break;
      isKnown = true;
      if (!isBoot(took)) await tellTaken(draft, entry, node, took);
      const gone = await trail.first(node, { from: took.number + 1, to }, 'log', ({ output }) => {
        const cut = output?.changes.truncatedFrom;
        return cut !== undefined && cut <= index;
      });
      from = (gone ?? took).number + 1;
      if (gone === undefined) break;
      const by = decisionIn(gone, 'logTruncated');
      const heard = await heardIn(trail, gone);
      const numbers = { by: heard?.from ?? 0, ...termOf(by?.newTerm ?? 0) };
      draft.add('overwritten', gone.number, node, { message: heard?.message, numbers });
    }
    if (life.to !== undefined && life.to <= now.events) await tellIfForgotten(draft, entry, node, life.to);
    from = Math.max(from, to + 1);
  }
  if (!isKnown) tellLost(draft, entry, entry.leader, node, now.events);
  await tellProgress(draft, entry, node, appended);
  const image = now.machines.get(node)?.image;
  if (image === undefined) return true;
  const held = image.entry(index)?.view.term;
  return held === term || (held === undefined && image.view().snapshotIndex >= index);
}

function hasTaken({ output }: WorldEvent, index: LogIndex, term: Term): boolean {
  return output?.changes.appended?.some((each) => each.index === index && each.term === term) === true;
}

/** From the message that brought it to the leader's note of it. */
async function tellTaken(draft: StoryDraft, entry: Entry, node: NodeId, took: WorldEvent): Promise<void> {
  const { trail } = draft;
  const { index } = entry;
  const isTakenOver = took.input?.type === 'message' && took.input.message.type === 'MsgApp';
  const heard = isTakenOver ? await heardIn(trail, took) : undefined;
  if (heard !== undefined) {
    tellLost(draft, entry, heard.from, node, took.number);
    draft.add('sent', heard.sentEvent, heard.from, { message: heard.message, numbers: { to: node } });
    draft.add('took', took.number, node, { message: heard.message });
  }
  const { now, timeline } = trail.past;
  const life = timeline.spans.lives(node, took.number).at(-1);
  const to = Math.min(
    now.events,
    life?.to === undefined ? now.events : (lifeEnd(draft, node, took.number) ?? now.events),
  );
  const stored = await trail.first(
    node,
    { from: took.number, to },
    'stable',
    ({ output }) => (output?.changes.stable ?? -1) >= index,
  );
  if (stored === undefined) return;
  draft.add('stored', stored.number, node);
  if (heard === undefined) return;
  const answer = acknowledgement(draft, node, heard.from, index, stored.number);
  if (answer !== undefined)
    draft.add('counted', answer.event, heard.from, { message: answer.message, numbers: { from: node } });
}

/** The last event of the life in which a member was at an event. */
function lifeEnd({ trail }: StoryDraft, node: NodeId, at: number): number | undefined {
  const { now, timeline } = trail.past;
  return timeline.spans.lives(node, now.events).find(({ from, to }) => from <= at && (to ?? Infinity) > at)
    ?.to;
}

/** Messages with it that did not arrive before one did: the first of them. */
function tellLost(draft: StoryDraft, { index, term }: Entry, from: NodeId, to: NodeId, until: number): void {
  const { arrows, origins } = draft.trail.past.timeline;
  const begin = arrows.firstSince(origins.ofEntry(index, term)?.event ?? until);
  let count = 0;
  for (let id = begin; id < Math.min(begin + LOOKED_AT, arrows.last + 1); id++) {
    const arrow = arrows.at(id);
    if (arrow === undefined || arrow.sentEvent > until) return;
    if (arrow.type !== 'MsgApp' || arrow.from !== from || arrow.to !== to) continue;
    if (arrow.index >= index || arrow.index + arrow.entries < index) continue;
    if (arrow.end === undefined || arrow.end === 'delivered' || (arrow.endEvent ?? Infinity) > until)
      continue;
    draft.add('lost', arrow.endEvent ?? arrow.sentEvent, to, {
      message: id,
      numbers: { to, end: arrow.end },
    });
    if (++count === LOST_MAX) return;
  }
}

/** The first answer that vouches for it and has arrived. */
function acknowledgement(
  { trail }: StoryDraft,
  from: NodeId,
  to: NodeId,
  index: LogIndex,
  since: number,
): { readonly message: number; readonly event: number } | undefined {
  const { timeline, now } = trail.past;
  const { arrows } = timeline;
  const begin = arrows.firstSince(since);
  for (let id = begin; id < Math.min(begin + LOOKED_AT, arrows.last + 1); id++) {
    const arrow = arrows.at(id);
    if (arrow === undefined || arrow.sentEvent > now.events) return undefined;
    if (arrow.type !== 'MsgAppResp' || arrow.from !== from || arrow.to !== to || arrow.reject) continue;
    if (arrow.index < index || arrow.end !== 'delivered') continue;
    const event = arrow.endEvent ?? 0;
    return event > 0 && event <= now.events ? { message: id, event } : undefined;
  }
  return undefined;
}

/** What was not on the disk when the process ended is gone with it. */
async function tellIfForgotten(
  draft: StoryDraft,
  { index, term }: Entry,
  node: NodeId,
  end: number,
): Promise<void> {
  const { trail } = draft;
  const { now, timeline } = trail.past;
  const image = (await trail.world(end - 1)).machines.get(node)?.image;
  if (image?.entry(index)?.view.term !== term || image.view().stable >= index) return;
  const next = timeline.spans.lives(node, now.events).find(({ from }) => from > end);
  const isKept = next !== undefined && hasTaken(await trail.event(next.from), index, term);
  if (!isKept) draft.add('forgotten', end, node);
}

/** When it was known to be committed there, and applied; or came within a snapshot. */
async function tellProgress(draft: StoryDraft, entry: Entry, node: NodeId, appended: number): Promise<void> {
  const { trail } = draft;
  const { index, leader } = entry;
  const { now } = trail.past;
  const from = { from: appended, to: now.events };
  const told = await trail.first(
    node,
    from,
    'commit',
    ({ output }) => (output?.changes.commit ?? -1) >= index,
  );
  const isIt = now.machines.get(node)?.image?.entry(index)?.view.term;
  if (isIt !== undefined && isIt !== entry.term) return;
  if (told !== undefined && !isBoot(told)) {
    const heard = await heardIn(trail, told);
    const decision = decisionIn(told, 'committed');
    if (decision?.by !== 'quorum' && node !== leader)
      draft.add('told', told.number, node, { message: heard?.message });
  }
  const applied = await trail.first(
    node,
    from,
    'applied',
    ({ output }) => (output?.changes.applied ?? -1) >= index,
  );
  if (applied === undefined || isBoot(applied)) return;
  const snapshot = decisionIn(applied, 'snapshotInstalled');
  if (snapshot === undefined) draft.add('applied', applied.number, node);
  else draft.add('snapshot', applied.number, node, { numbers: { index: snapshot.index } });
}

/** The leader that counted it committed: the one that appended it, or a later one. */
async function tellCommit(draft: StoryDraft, { index, term }: Entry, appended: number): Promise<void> {
  const { trail } = draft;
  const { now } = trail.past;
  let first: WorldEvent | undefined;
  for (const { id } of now.machines.values()) {
    const event = await trail.first(
      id,
      { from: appended, to: first === undefined ? now.events : first.number - 1 },
      'commit',
      (each) => (each.output?.changes.commit ?? -1) >= index && !isBoot(each),
    );
    if (event !== undefined) first = event;
  }
  const decision = first && decisionIn(first, 'committed');
  if (first === undefined || decision?.by !== 'quorum') return;
  // Another entry may have been committed in its place.
  const image = (await trail.world(first.number)).machines.get(first.node)?.image;
  if (image?.entry(index)?.view.term !== term) return;
  const have = decision.counted.map((count) => count.have.join(', ')).join(' / ');
  draft.add('committed', first.number, first.node, { numbers: { have } });
}
