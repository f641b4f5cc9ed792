import type { LabSource } from '../../saved/log/log-writer.ts';
import type { SavedLab } from '../../saved/saved-lab.ts';

/**
 * Whoever keeps the lab that is open as it grows, so that nothing is lost when the page goes. `lab` is an object that stands for
 * the lab: another one, another lab. `read` is called at once or not at all: what it gives is of a clean point, and is
 * true for this long only.
 */
export interface Keeper {
  readonly keeping: Keeping;
  /** A clean point. Whether it is time to write something is the keeper's to say. */
  atRest(lab: object, read: () => LabSource): void;
  /** At a clean point that lasts until its promise is kept: all that has happened is kept then, or cannot be. */
  keepNow(lab: object, read: () => LabSource): Promise<void>;
  /** The same, of a lab that is not open any more from now on: one in which nothing has happened is not worth it. */
  keepLast(lab: object, read: () => LabSource): Promise<void>;
  /** What is kept of other labs. */
  list(): Promise<readonly KeptLab[]>;
  /** The lab that was used last, here or in another tab that is gone; undefined: there is none, or another tab has it. */
  last(): Promise<string | undefined>;
  /** To be adopted or left. Rejects with a CommandError if it cannot be opened. `waits`: whoever has it may be about to end. */
  open(id: string, waits?: boolean): Promise<OpenedLog>;
  /** This lab is the one that was opened: what happens to it is kept where it came from. */
  adopt(lab: object, opened: OpenedLog, read: () => LabSource): void;
  leave(opened: OpenedLog): Promise<void>;
  /** Of a lab that is not open. */
  rename(id: string, name: string): Promise<void>;
  /** It is in no list any more; if it is open, nothing more of it is kept. */
  delete(id: string): Promise<void>;
  /** It is there again, unless it was swept away since. */
  restore(id: string): Promise<void>;
}

/** What is said of the keeping. The same object while nothing has changed. */
export interface Keeping {
  /** Of the lab that is open; undefined: nothing of it is written. */
  readonly id: string | undefined;
  /** full: there is no room; what is newer than it says is kept nowhere. refused: the browser keeps nothing for this page. */
  readonly state: 'kept' | 'full' | 'refused';
  /** As the browser gives it. */
  readonly reason?: string;
}

/** A lab in the list. */
export interface KeptLab {
  readonly id: string;
  /** '' until somebody names it. */
  readonly name: string;
  /** Undefined where only the log itself would tell. */
  readonly about:
    | {
        readonly nodes: number;
        readonly seed: number;
        readonly events: number;
        readonly branches: number;
        /** In ms of the epoch. */
        readonly usedAt: number;
      }
    | undefined;
  /** In the browser's storage. */
  readonly bytes: number;
  readonly isOpen: 'here' | 'elsewhere' | 'no';
}

export interface OpenedLog {
  readonly id: string;
  readonly lab: SavedLab;
  /** Bytes that were written are other ones now: what came after them is lost. A torn end is none. */
  readonly isDamaged: boolean;
}
