import { present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Monitor, Report } from '../monitor.ts';
import type { Stall } from '../progress/stall.ts';
import { OneHistory } from './one-history.ts';

/**
 * Raft itself, at every step. A run is one history of a log, until a member is made to go on alone out of what its disk knows
 * (forceNewCluster): there another history begins, and members of the two are not compared.
 */
export class RaftMonitor implements Monitor {
  /** In the order in which they have begun. */
  readonly #histories: OneHistory[];
  /** Whose history is not the first one: its place. */
  readonly #placeOf: Map<NodeId, number>;
  /** Who goes on alone with its next life. */
  readonly #alone: Set<NodeId>;
  /** Whose disk is empty since its last life. */
  readonly #empty: Set<NodeId>;

  constructor(from?: RaftMonitor) {
    this.#histories = from === undefined ? [new OneHistory()] : from.#histories.map((one) => one.clone());
    this.#placeOf = new Map(from === undefined ? [] : from.#placeOf);
    this.#alone = new Set(from === undefined ? [] : from.#alone);
    this.#empty = new Set(from === undefined ? [] : from.#empty);
  }

  get stalls(): readonly Stall[] {
    const [first] = this.#histories;
    if (first !== undefined && this.#histories.length === 1) return first.stalls;
    return this.#histories.flatMap(({ stalls }) => stalls);
  }

  clone(): RaftMonitor {
    return new RaftMonitor(this);
  }

  look(event: WorldEvent, report: Report): void {
    const { command, node, output } = event;
    if (command !== undefined) this.#lookAtCommand(command);
    if (this.#alone.size > 0 && output?.changes.boot !== undefined && this.#alone.delete(node)) {
      this.#histories.push(this.#historyOf(node).goOnAlone(event, report));
      this.#placeOf.set(node, this.#histories.length - 1);
    }
    const [first] = this.#histories;
    if (first !== undefined && this.#histories.length === 1) return first.look(event, report);
    const its = this.#historyOf(node);
    its.look(event, report);
    for (const other of this.#histories) if (other !== its) other.lookAside(event, report);
  }

  #historyOf(node: NodeId): OneHistory {
    return present(this.#histories[this.#placeOf.get(node) ?? 0], 'it has begun');
  }

  #lookAtCommand(command: Command): void {
    if (command.type === 'loseDisk') this.#empty.add(command.node);
    else if (command.type === 'forceNewCluster') this.#alone.add(command.node);
    else if (command.type === 'restart' || command.type === 'addMachine') {
      this.#alone.delete(command.node);
      const isEmpty = this.#empty.delete(command.node) || command.type === 'addMachine';
      if (isEmpty && this.#histories.length > 1) this.#beginEmpty(command.node);
    }
  }

  /** Nothing of its past binds an empty machine: it belongs to the newest history that counts it, or to the newest there is. */
  #beginEmpty(node: NodeId): void {
    const newest = this.#histories.length - 1;
    const counting = this.#histories.findLastIndex((one) => one.counts(node));
    const place = counting < 0 ? newest : counting;
    const its = this.#historyOf(node);
    if (its === this.#histories[place]) return;
    its.leave(node);
    this.#placeOf.set(node, place);
  }
}
