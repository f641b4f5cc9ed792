import type { NodeId } from '../../../src/base/flavor.ts';
import type { ConfChangeV2 } from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';

interface Step {
  name: string;
  node: NodeId;
  number: number;
  more: Message | ConfChangeV2 | undefined;
}

const KEPT = 64;

/** The last steps of a run: written into the same places over and over, read when something has gone wrong. */
export class StepLog {
  private readonly steps: Step[] = Array.from({ length: KEPT }, () => ({
    name: '',
    node: 0,
    number: 0,
    more: undefined,
  }));
  /** How many there have been. */
  count = 0;

  add(name: string, node: NodeId, number = 0, more?: ConfChangeV2): void {
    this.put(name, node, number, more);
  }

  message(name: string, message: Message): void {
    this.put(name, message.to, 0, message);
  }

  /** Oldest first, one a line. */
  lines(): string[] {
    const first = Math.max(0, this.count - KEPT);
    const lines: string[] = [];
    for (let i = first; i < this.count; i++) {
      const { name, node, number, more } = this.steps[i % KEPT] as Step;
      const what = more === undefined ? (number === 0 ? '' : String(number)) : JSON.stringify(more, shortly);
      lines.push(`${i} ${name} ${node} ${what}`.trimEnd());
    }
    return lines;
  }

  private put(name: string, node: NodeId, number: number, more: Message | ConfChangeV2 | undefined): void {
    const step = this.steps[this.count++ % KEPT] as Step;
    step.name = name;
    step.node = node;
    step.number = number;
    step.more = more;
  }
}

/** Entries as their term and index, bytes as their number. */
function shortly(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null || !('index' in value) || !('data' in value)) return value;
  return 'type' in value
    ? `${String((value as { term?: unknown }).term)}/${String(value.index)}`
    : { ...value, data: 0 };
}
