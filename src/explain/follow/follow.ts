import { CommandError } from '../../sim/command/command.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import type { Past } from '../past.ts';
import { Trail } from '../origin/trail.ts';
import { tellEntryStory } from './entry-story.ts';
import { tellReadStory } from './read-story.ts';
import type { Followed, Story, StoryStep } from './story.ts';
import { StoryDraft } from './story-draft.ts';

/**
 * What became of an entry, a call or a read, up to the playhead. Rejects with a CommandError if there is no such thing, or nothing
 * is known of where it came from.
 */
export async function follow(past: Past, followed: Followed): Promise<Story> {
  const draft = new StoryDraft(new Trail(past));
  const { now, timeline } = past;
  if (followed.type === 'call') {
    const call = now.calls.get(followed.id);
    if (call === undefined) throw refused(`there is no call ${followed.id}`);
    await draft.begin(call);
    const origin = timeline.origins.ofRequest(call.id);
    const isKnown = origin !== undefined && origin.event <= now.events;
    if (isKnown) await tellEntryStory(draft, origin, call.id);
    else await tellReadStory(draft, call);
    await draft.end(call);
    return storyOf(draft, followed, call);
  }
  const { index, node } = followed;
  const term = followed.term ?? termOf(past, index, node);
  const origin = term === undefined ? undefined : timeline.origins.ofEntry(index, term);
  if (origin === undefined || origin.event > now.events)
    throw refused(
      `no leader has appended an entry ${index} up to here${node === undefined ? '' : ` that node ${node} has`}`,
    );
  const call = now.calls.get(origin.request);
  if (call !== undefined) await draft.begin(call);
  await tellEntryStory(draft, origin, origin.request);
  if (call !== undefined) await draft.end(call);
  return storyOf(draft, followed, call);
}

/** That of the node's log, or of the log of whoever has committed most. */
function termOf({ now }: Past, index: number, node: number | undefined) {
  const images = [...now.machines.values()]
    .filter(({ id }) => node === undefined || id === node)
    .flatMap(({ image }) => image ?? [])
    .sort((a, b) => b.view().commit - a.view().commit);
  for (const image of images) {
    const entry = image.entry(index);
    if (entry !== undefined) return entry.view.term;
  }
  return undefined;
}

function storyOf(draft: StoryDraft, followed: Followed, call: ClientCall | undefined): Story {
  const steps: readonly StoryStep[] = draft.steps();
  const has = (did: StoryStep['did']): boolean => steps.some((step) => step.did === did);
  const { entry } = draft;
  const isAnswered = call !== undefined && has('answered');
  const outcome = (): Story['outcome'] => {
    if (entry?.isLost === true) return 'lost';
    if (isAnswered) return 'answered';
    if (has('committed') || has('applied')) return 'committed';
    return has('gaveUp') ? 'gaveUp' : 'underWay';
  };
  const kind = entry !== undefined ? 'entry' : has('readAsked') || has('readForwarded') ? 'read' : 'call';
  return {
    followed,
    kind,
    index: entry?.index ?? 0,
    term: entry?.term ?? 0,
    call: call?.id ?? 0,
    outcome: outcome(),
    steps,
    messages: [...new Set(steps.flatMap(({ message }) => message ?? []))],
  };
}

function refused(message: string): CommandError {
  return new CommandError('badArgument', `follow: ${message}`);
}
