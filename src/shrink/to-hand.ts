import type { NodeInput } from '../node/io.ts';
import type { Journal, WorldEvent } from '../sim/record/world-event.ts';
import { addressOf, type Addressed, type HandStep } from './hand-step.ts';

/**
 * Listens to a run that goes by time and says it as a run by hand: every message that arrives, every write that is done, every tick,
 * as a step of its own. What gets lost is just never delivered.
 */
export class HandWriter implements Journal {
  readonly steps: HandStep[] = [];
  /** Messages under way, by their numbers; of a copy, what it is a copy of. */
  readonly #flights = new Map<number, { readonly address: Addressed; readonly first: number }>();
  /** Messages of which one has arrived, or is a copy that stands beside the other. */
  readonly #twice = new Set<number>();
  /** What has come to a paused member and happens when it goes on, by itself. */
  readonly #waiting = new Set<NodeInput>();

  append(event: WorldEvent): void {
    const step = this.#stepOf(event);
    for (const flight of event.sent)
      this.#flights.set(flight.id, { address: addressOf(flight), first: flight.copyOf ?? flight.id });
    for (const { copyOf } of event.sent) if (copyOf !== undefined) this.#twice.add(copyOf);
    if (step === undefined) return;
    if (step.type === 'deliver' && event.message > 0) this.#maybeDuplicate(event.message, step.message);
    this.steps.push(step);
  }

  /** The first of two that arrives leaves a copy behind. */
  #maybeDuplicate(id: number, message: Addressed): void {
    const first = this.#flights.get(id)?.first ?? id;
    if (this.#twice.delete(first)) this.steps.push({ type: 'duplicate', message });
  }

  #stepOf(event: WorldEvent): HandStep | undefined {
    const { input, command, node, client } = event;
    if (command !== undefined) return stepOfCommand(command);
    if (event.type === 'client') return client === undefined ? undefined : { type: 'clientStep', client };
    if (input === undefined || this.#waiting.delete(input)) return undefined;
    if (event.waits) this.#waiting.add(input);
    switch (input.type) {
      case 'message':
      case 'peer': {
        const message = this.#flights.get(event.message)?.address;
        return message && { type: 'deliver', message };
      }
      case 'writeDone':
        return { type: 'finishWrite', node };
      case 'applyDone':
        return { type: 'finishApply', node };
      case 'unreachable':
      case 'snapshotStatus':
        return { type: 'report', node, peer: input.peer };
      case 'requestGone':
        return { type: 'timeout', call: input.request };
      case 'tick':
        return { type: isCampaign(event) ? 'elapse' : 'tick', node };
      default:
        // What somebody says to a member reaches it at once.
        return undefined;
    }
  }
}

/** The tick with which an election timer ended: by hand that is one step, however many ticks were before it. */
function isCampaign({ became, node }: WorldEvent): boolean {
  return became.some((each) => each.node === node && each.state !== 'StateFollower' && each.status === 'up');
}

/**
 * What somebody does. What is picked by hand is said by the event that follows from it; a message that is dropped or held back is one
 * that does not arrive; and nobody lets a member fall by itself.
 */
function stepOfCommand(command: NonNullable<WorldEvent['command']>): HandStep | undefined {
  switch (command.type) {
    case 'crashed':
    case 'byHand':
    case 'deliver':
    case 'duplicate':
    case 'drop':
    case 'hold':
    case 'release':
    case 'finishWrite':
    case 'finishApply':
    case 'tick':
    case 'elapse':
    case 'passTime':
    case 'report':
    case 'clientStep':
    case 'timeout':
      return undefined;
    default:
      return { type: 'command', command };
  }
}
