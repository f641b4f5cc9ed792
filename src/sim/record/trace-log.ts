import { present } from '../../base/assert.ts';
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

/** Lines that never change any more, oldest first: as they came, and packed when somebody means to keep them for long. */
class Block {
  readonly length: number;
  #lines: readonly TraceLine[] | undefined;
  #bytes: Uint8Array | undefined;

  constructor(lines: readonly TraceLine[]) {
    this.length = lines.length;
    this.#lines = lines;
  }

  lines(): readonly TraceLine[] {
    return this.#lines ?? (unpack(present(this.#bytes, 'a block has its lines')) as TraceLine[]);
  }

  pack(): void {
    if (this.#lines === undefined) return;
    this.#bytes = pack(this.#lines);
    this.#lines = undefined;
  }
}

/**
 * A member's last decisions. Clones share the older ones. Checkpoints keep thousands of such lists, and hardly anybody ever
 * looks into one of them: they have theirs packed (`pack`), once it is clear that they stay, for most of them soon go.
 */
export class TraceLog {
  #blocks: readonly Block[] = [];
  /** The newest, oldest first; never empty when there are any. */
  #newest: TraceLine[] = [];

  /** The last decisions, oldest first. */
  lines(): TraceLine[] {
    return [...this.#blocks.flatMap((block) => block.lines()), ...this.#newest].slice(-KEPT);
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
      this.#blocks = [];
    }
  }

  /** In as little room as there is, for whoever keeps it for long and hardly looks into it; clones have it so as well. */
  pack(): void {
    for (const block of this.#blocks) block.pack();
  }

  clone(): TraceLog {
    this.#share();
    const copy = new TraceLog();
    copy.#blocks = this.#blocks;
    copy.#newest = this.#newest.slice();
    return copy;
  }

  /** All but the newest line, which the next one may replace. Blocks that are too old as a whole go. */
  #share(): void {
    const lines = this.#newest.splice(0, this.#newest.length - 1);
    if (lines.length === 0) return;
    const blocks = [...this.#blocks, new Block(lines.slice(-KEPT))];
    let newer = this.#newest.length;
    let first = blocks.length;
    while (first > 0 && newer < KEPT) newer += blocks[--first]?.length ?? 0;
    this.#blocks = blocks.slice(first);
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
