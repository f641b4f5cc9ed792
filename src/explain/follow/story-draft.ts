import { microsToMs, type LogIndex, type NodeId, type Term } from '../../base/flavor.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import type { PlainValue } from '../origin/origin-step.ts';
import { fill } from '../origin/step-text.ts';
import type { Trail } from '../origin/trail.ts';
import type { StoryDeed, StoryStep } from './story.ts';
import { storyWords } from './words.ts';

interface Rest {
  readonly message?: number | undefined;
  readonly numbers?: Readonly<Record<string, PlainValue>>;
}

/** A story in the making: its steps come from several searches, and are put in order at the end. */
export class StoryDraft {
  readonly trail: Trail;
  /** The entry that it is about, if it is about one. */
  entry: { readonly index: LogIndex; readonly term: Term; readonly isLost: boolean } | undefined;
  readonly #steps: StoryStep[] = [];

  constructor(trail: Trail) {
    this.trail = trail;
  }

  add(did: StoryDeed, event: number, node: NodeId, { message, numbers = {} }: Rest = {}): void {
    const timeMs = microsToMs(this.trail.past.history.events.timeOf(event));
    const text = `${fill(storyWords[did], { ...numbers, node })}.`;
    const step = { event, timeMs, node, did, numbers, text };
    this.#steps.push(message === undefined ? step : { ...step, message });
  }

  /** The call, and who took it up. */
  async begin({ id, node, event }: ClientCall): Promise<void> {
    this.add('called', event, 0, { numbers: { call: id, at: node } });
    const tookUp = await this.tookUp(id, node, event);
    if (tookUp !== undefined) this.add('tookUp', tookUp, node, { numbers: { call: id } });
  }

  /** The event in which a member took a call up: at the instant at which it was made. */
  async tookUp(call: number, node: NodeId, event: number): Promise<number | undefined> {
    const { history, now } = this.trail.past;
    const last = Math.min(now.events, history.events.lastAt(history.events.timeOf(event)));
    const events = await this.trail.past.events(event + 1, last);
    const found = events.find(
      (each) =>
        each.node === node &&
        each.input !== undefined &&
        'request' in each.input &&
        each.input.request === call,
    );
    return found?.number;
  }

  /** How the call ended, if it did. */
  async end({ id, node, returnedAt, result }: ClientCall): Promise<void> {
    const { timeline, now } = this.trail.past;
    const event = timeline.marks.endOfCall(id, now.events, returnedAt);
    if (event === undefined || result === undefined) return;
    const { output } = await this.trail.event(event);
    const isAnswered = output?.answers.some(({ request }) => request === id) === true;
    this.add(isAnswered ? 'answered' : 'gaveUp', event, node, {
      numbers: { status: result.status, call: id },
    });
  }

  /** In their order; of one event those that were added first. */
  steps(): readonly StoryStep[] {
    return this.#steps.toSorted((a, b) => a.event - b.event);
  }
}
