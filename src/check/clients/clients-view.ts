import type { NodeId } from '../../base/flavor.ts';
import { touches } from '../../node/report/touched.ts';
import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Monitor, Report } from '../monitor.ts';
import { Answers } from './answers.ts';
import { Leases } from './leases.ts';
import { OF_LOGS, Proposals } from './proposals.ts';
import { StoreTruth } from './store-truth.ts';
import { Watches } from './watches.ts';

/** What a record has touched that tells of writes. */
const OF_STORES = touches.store | touches.applied;
/** What it has touched that one of the views follows. */
const FOLLOWED = OF_STORES | OF_LOGS | touches.leases;

/**
 * What clients are promised, held against the true order of writes at every answer (properties.md, part C). A cluster that is made
 * anew out of what one disk knows (force-new-cluster) begins another history: nothing of what was answered before binds it.
 */
export class ClientsView implements Monitor {
  readonly #truth: StoreTruth;
  readonly #answers: Answers;
  readonly #watches: Watches;
  readonly #leases: Leases;
  readonly #proposals: Proposals;
  /** Who begins another history with its next life. */
  #beginsAnew: NodeId | undefined;
  /** Who takes part in a history that was begun anew; undefined: none was, and all do. What the others do is not judged. */
  #members: ReadonlySet<NodeId> | undefined;

  constructor(from?: ClientsView) {
    this.#truth = from === undefined ? new StoreTruth() : from.#truth.clone();
    this.#answers = from === undefined ? new Answers() : from.#answers.clone();
    this.#watches = from === undefined ? new Watches() : from.#watches.clone();
    this.#leases = from === undefined ? new Leases() : from.#leases.clone();
    this.#proposals = from === undefined ? new Proposals() : from.#proposals.clone();
    this.#beginsAnew = from === undefined ? undefined : from.#beginsAnew;
    this.#members = from === undefined ? undefined : from.#members;
  }

  clone(): ClientsView {
    return new ClientsView(this);
  }

  look(event: WorldEvent, report: Report): void {
    const { command, output, node, touched } = event;
    if (isOfNoClient(event)) return this.#proposals.lookAtCopies(event);
    if (command !== undefined) this.#lookAtCommand(command);
    const { applied } = this.#truth;
    if (output !== undefined) {
      const { changes } = output;
      const anew = this.#beginsAnew === node && changes.boot !== undefined;
      if (anew) this.#beginAnew(node);
      else if (this.#members !== undefined && !this.#members.has(node)) return;
      if (touched & OF_STORES) this.#truth.look(changes, anew);
    }
    this.#answers.look(event, this.#truth, report);
    this.#watches.look(event, this.#truth, report);
    this.#leases.look(event, this.#truth, applied, report);
    this.#proposals.look(event, report);
  }

  /** Whoever comes with an empty disk comes to the newest history. */
  #lookAtCommand(command: Command): void {
    if (command.type === 'forceNewCluster') this.#beginsAnew = command.node;
    else if (this.#members === undefined) return;
    else if (command.type === 'addMachine' || command.type === 'loseDisk')
      this.#members = new Set([...this.#members, command.node]);
  }

  #beginAnew(node: NodeId): void {
    this.#beginsAnew = undefined;
    this.#members = new Set([node]);
    this.#answers.forget();
    this.#watches.forget();
    this.#leases.forget();
    this.#proposals.forget();
  }
}

/** Most events: a step of raft or of a disk that tells no client anything, and that none of the views follows. */
function isOfNoClient({ command, calls, input, output, touched }: WorldEvent): boolean {
  if (command !== undefined || calls.length > 0 || (touched & FOLLOWED) !== 0) return false;
  if (output === undefined) return input === undefined;
  if (input?.type !== 'message' && input?.type !== 'writeDone') return false;
  return output.answers.length === 0 && output.trace.length === 0 && output.streams.length === 0;
}
