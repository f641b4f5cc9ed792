import type { NodeId } from '../base/flavor.ts';
import type { Command } from '../sim/command/command.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';

/** Remembers whose disk cannot be trusted any more: what no member that runs on it can promise. */
export class BrokenDisks {
  readonly #broken: Set<NodeId>;
  #firstForgot: number | undefined;

  constructor(from?: BrokenDisks) {
    this.#broken = new Set(from === undefined ? [] : from.#broken);
    this.#firstForgot = from === undefined ? undefined : from.#firstForgot;
  }

  /**
   * The first event in which a member began that may go back on its word, as its disk had lost what it had said it had synced;
   * undefined: none did.
   */
  get firstForgot(): number | undefined {
    return this.#firstForgot;
  }

  /** Whether a member of this machine may end by its disk. */
  has(node: NodeId): boolean {
    return this.#broken.has(node);
  }

  look({ command, forgot, number }: WorldEvent): void {
    if (command === undefined) return;
    if (command.type === 'addMachine') this.#broken.delete(command.node);
    else if (breaksDisk(command)) this.#broken.add(command.node);
    if (forgot) this.#firstForgot ??= number;
  }

  clone(): BrokenDisks {
    return new BrokenDisks(this);
  }
}

type OfDisk = Extract<Command, { readonly type: 'loseDisk' | 'bitFlip' | 'disk' }>;

function breaksDisk(command: Command): command is OfDisk {
  if (command.type === 'loseDisk' || command.type === 'bitFlip') return true;
  if (command.type !== 'disk') return false;
  const { lies, full, roomBytes, writesFail, unreadable } = command.settings;
  const isUnreadable = unreadable !== undefined && unreadable !== 'nothing';
  return lies === true || full === true || roomBytes !== undefined || writesFail === true || isUnreadable;
}
