import { pack, unpack } from '../../base/pack.ts';
import type { Micros } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';

/** One decision with its instant. */
export interface TraceLine {
  readonly at: Micros;
  readonly event: number;
  readonly trace: NodeTrace;
}

/** So many of a member's last decisions are kept for the inspector. */
const KEPT = 64;

/** Lines that never change any more, oldest first. */
interface Block {
  readonly bytes: Uint8Array;
  readonly lines: number;
}

/**
 * A member's last decisions. Clones share the older ones, which are packed: checkpoints keep thousands of such lists, and
 * hardly anybody ever looks into one of them.
 */
export class TraceLog {
  #packed: readonly Block[] = [];
  /** The newest, oldest first; never empty when there are any. */
  #newest: TraceLine[] = [];

  /** The last decisions, oldest first. */
  lines(): TraceLine[] {
    const packed = this.#packed.flatMap(({ bytes }) => unpack(bytes) as TraceLine[]);
    return [...packed, ...this.#newest].slice(-KEPT);
  }

  note(at: Micros, event: number, decisions: readonly NodeTrace[]): void {
    for (const trace of decisions) {
      if (isRoutine(trace)) continue;
      // A quorum that is checked again and again, with the same result, is one line: the newest.
      if (isSameCheck(this.#newest.at(-1)?.trace, trace)) this.#newest.pop();
      this.#newest.push({ at, event, trace });
    }
    if (this.#newest.length > 2 * KEPT) {
      this.#newest.splice(0, this.#newest.length - KEPT);
      this.#packed = [];
    }
  }

  clone(): TraceLog {
    this.#pack();
    const copy = new TraceLog();
    copy.#packed = this.#packed;
    copy.#newest = this.#newest.slice();
    return copy;
  }

  /** All but the newest line, which the next one may replace. Blocks that are too old as a whole go. */
  #pack(): void {
    const lines = this.#newest.splice(0, this.#newest.length - 1);
    if (lines.length === 0) return;
    const blocks = [
      ...this.#packed,
      { bytes: pack(lines.slice(-KEPT)), lines: Math.min(KEPT, lines.length) },
    ];
    let newer = this.#newest.length;
    let first = blocks.length;
    while (first > 0 && newer < KEPT) newer += blocks[--first]?.lines ?? 0;
    this.#packed = blocks.slice(first);
  }
}

/** A member's own timers tell it to beat, to check its quorum, to campaign: what it does then is a decision of its own. */
function isRoutine(decision: NodeTrace): boolean {
  if (decision.type !== 'localMessage') return false;
  const { messageType } = decision;
  return messageType === 'MsgBeat' || messageType === 'MsgCheckQuorum' || messageType === 'MsgHup';
}

function isSameCheck(before: NodeTrace | undefined, decision: NodeTrace): boolean {
  return (
    decision.type === 'quorumChecked' &&
    before?.type === 'quorumChecked' &&
    before.active === decision.active &&
    before.activeIds.join() === decision.activeIds.join()
  );
}
