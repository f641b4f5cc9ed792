import type { BranchId } from '../history/position.ts';
import type { Frame, Selection } from '../lab/frame/frame.ts';
import type { Micros } from '../base/flavor.ts';
import type { LessonShown } from '../ui/view-state.ts';

/** Something that was looked at: an instant of a lab, and what was selected. Plain data: the browser keeps it. */
export interface Look {
  /** Which lab: as it is kept, so that it is the same one after a reload. */
  readonly lab: string;
  readonly branch: BranchId;
  readonly event: number;
  readonly at: Micros;
  readonly selection: Selection | undefined;
  /** The screen of the lesson that was open. */
  readonly lesson?: LessonShown | undefined;
}

export type Seen = Pick<Frame, 'run' | 'lab' | 'branch' | 'events' | 'at' | 'playing' | 'work'>;

export interface LookedAtParts {
  /** The entry of the browser's history that it stands at says this from now on. */
  readonly replace: (look: Look) => void;
  /** The same of an entry whose own lab cannot be had: its address is that of what is open, too. */
  readonly replaceOther: (look: Look) => void;
  /** Another entry after it. */
  readonly push: (look: Look) => void;
  readonly later: (work: () => void, ms: number) => () => void;
  /** Opens another lab, as it is kept. False: it cannot be had (any more), and the one that was open is. */
  readonly open: (lab: string) => Promise<boolean>;
  /** Shows it, an instant of the lab that is open; kept when it is shown, rejects if it cannot be. */
  readonly show: (look: Look) => Promise<unknown>;
}

/** What is looked at for less is passed by: steps and drags in quick succession are one way to where they end. */
const STAY_MS = 700;

/**
 * What was looked at, as entries of the browser's history: where somebody stopped for a moment, and what they selected there. Time
 * that plays by makes none. Back and forward show it again.
 */
export class LookedAt {
  readonly #parts: LookedAtParts;
  /** What the entry says that the browser stands at. */
  #current: Look | undefined;
  #seen: Look | undefined;
  /** The lab that is open. */
  #lab: string | undefined;
  #cancel: (() => void) | undefined;
  /** On its way to an entry: what is seen meanwhile is none. */
  #going: object | undefined;
  /** One after the other: a lab that is being opened cannot be opened again. */
  #arrival: Promise<void> = Promise.resolve();
  /** The last that was looked at of the lab that is open. */
  #shown: Look | undefined;

  constructor(parts: LookedAtParts) {
    this.#parts = parts;
  }

  get isGoing(): boolean {
    return this.#going !== undefined;
  }

  /** With each frame, each selection, and each screen of a lesson. */
  see(frame: Seen, selection: Selection | undefined, lesson?: LessonShown): void {
    if (this.#going !== undefined) return;
    const { branch, events: event, at } = frame;
    const lab = frame.lab.keeping?.id ?? `run ${frame.run}`;
    this.#lab = lab;
    if (frame.playing || frame.work !== undefined) {
      this.#cancel?.();
      this.#cancel = undefined;
      this.#seen = undefined;
      return;
    }
    const look: Look = { lab, branch, event, at, selection, lesson };
    if (isSame(look, this.#seen)) return;
    this.#seen = look;
    this.#cancel?.();
    this.#cancel = this.#parts.later(() => this.#stay(look), STAY_MS);
  }

  /**
   * The browser stands at another entry, which says this. If it is of another lab, that is opened; one that cannot be had is
   * passed by, and the entry says from now on what is there. What has been gone on from meanwhile is not shown at all.
   */
  async goTo(look: Look): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const going = {};
    this.#going = going;
    this.#current = look;
    const arrival = this.#arrival.then(() => this.#arrive(look, going));
    this.#arrival = arrival.catch(() => undefined); // whoever goes there hears of it
    await arrival;
  }

  async #arrive(look: Look, going: object): Promise<void> {
    if (this.#going !== going) return;
    try {
      if (look.lab === this.#lab || (await this.#parts.open(look.lab))) {
        this.#lab = look.lab;
        this.#seen = look;
        this.#shown = look;
        if (this.#going === going) await this.#parts.show(look);
      } else if (this.#shown !== undefined && this.#going === going) {
        this.#current = this.#shown;
        this.#parts.replaceOther(this.#shown);
      }
    } finally {
      if (this.#going === going) this.#going = undefined;
    }
  }

  #stay(look: Look): void {
    this.#cancel = undefined;
    const before = this.#current;
    if (isSame(look, before)) return;
    this.#current = look;
    this.#shown = look;
    // The first that is looked at of a lab is where the page is already.
    if (before?.lab === look.lab) this.#parts.push(look);
    else this.#parts.replace(look);
  }
}

function isSame(a: Look, b: Look | undefined): boolean {
  return (
    a.lab === b?.lab &&
    a.branch === b.branch &&
    a.event === b.event &&
    a.at === b.at &&
    JSON.stringify(a.selection) === JSON.stringify(b.selection) &&
    a.lesson?.id === b.lesson?.id &&
    a.lesson?.screen === b.lesson?.screen
  );
}
