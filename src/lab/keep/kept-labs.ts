import { CommandError } from '../../sim/command/command.ts';
import type { SavedLab } from '../../saved/saved-lab.ts';
import type { SavedView } from '../../saved/saved-view.ts';
import { checkedText } from '../play/limits.ts';
import type { Difference } from '../play/reopen.ts';
import type { Run } from '../play/run.ts';
import type { Turns } from '../play/turns.ts';
import type { LabFrame } from '../frame/frame.ts';
import type { Keeper, KeptLab } from './keeper.ts';
import { labSource } from './lab-source.ts';

export interface KeeperSource {
  /** Undefined while it is loaded, or where nothing is kept. */
  readonly here: Keeper | undefined;
  readonly load: () => Promise<Keeper>;
  /** Whether labs may be kept here, without loading it. */
  readonly mayHaveLabs: () => Promise<boolean>;
}

/** A kept lab that was opened: the number of its run (`Frame.run`), what the page showed of it, and what is to be said. */
export interface OpenedKept {
  readonly run: number;
  readonly view: SavedView;
  /** This version computes it differently: from there on it is another one, and kept as another one. */
  readonly differs?: Difference | undefined;
  /** The end of what was kept of it cannot be read. */
  readonly isDamaged: boolean;
}

export interface KeptLabsParts {
  readonly keeper: KeeperSource | undefined;
  readonly turns: Turns;
  readonly run: () => Run | undefined;
  readonly reopen: (
    saved: SavedLab,
  ) => Promise<{ readonly run: number; readonly differs: Difference | undefined }>;
}

const NAME_MAX = 200;

/** What is kept of labs in the browser, this one and others: the part of the port that speaks to the keeper. */
export class KeptLabs {
  readonly #parts: KeptLabsParts;
  #view: SavedView = {};
  #early: { readonly id: string | undefined; readonly opening: Promise<OpenedKept | undefined> } | undefined;
  /** The run that is open is, or is going to be, one whose log is not adopted yet. */
  #isOpening = false;
  #frame: LabFrame = { name: '', keeping: undefined };

  constructor(parts: KeptLabsParts) {
    this.#parts = parts;
  }

  frame({ name }: Run): LabFrame {
    const keeping = this.#parts.keeper?.here?.keeping;
    if (this.#frame.name !== name || this.#frame.keeping !== keeping) this.#frame = { name, keeping };
    return this.#frame;
  }

  /** A clean point. */
  atRest(): void {
    const run = this.#ownRun();
    if (run !== undefined && !this.#isOpening)
      this.#parts.keeper?.here?.atRest(run, () => labSource(run, this.#view));
  }

  async keepNow(view: SavedView = this.#view): Promise<void> {
    this.#view = view;
    await this.#parts.turns.take(() => this.keepInTurn());
  }

  /** The same for whoever has the turn already. */
  async keepInTurn(): Promise<void> {
    const run = this.#ownRun();
    if (run !== undefined) await this.#parts.keeper?.here?.keepNow(run, () => labSource(run, this.#view));
  }

  /** In its turn: another lab takes the place of this one. */
  async keepLast(): Promise<void> {
    const run = this.#ownRun();
    if (run !== undefined) await this.#parts.keeper?.here?.keepLast(run, () => labSource(run, this.#view));
  }

  /** What a lesson has played and nobody has touched is not kept: the lesson is. */
  #ownRun(): Run | undefined {
    const run = this.#parts.run();
    return run?.isOnlyPlayed === true ? undefined : run;
  }

  async list(): Promise<readonly KeptLab[]> {
    return (await this.#keeper()).list();
  }

  openEarly(id: string | undefined, waits: boolean): void {
    const opening = this.#openOrLast(id, waits);
    opening.catch(() => undefined); // whoever asks for it hears
    this.#early = { id, opening };
  }

  open(id: string | undefined): Promise<OpenedKept | undefined> {
    const early = this.#early;
    this.#early = undefined;
    return early !== undefined && early.id === id ? early.opening : this.#openOrLast(id);
  }

  async #openOrLast(id: string | undefined, waits?: boolean): Promise<OpenedKept | undefined> {
    const { stops } = this.#parts.turns;
    if (id !== undefined) return this.#open(id, stops, waits);
    if ((await this.#parts.keeper?.mayHaveLabs()) !== true) return undefined;
    const last = await (await this.#keeper()).last();
    return last === undefined ? undefined : this.#open(last, stops);
  }

  /** `stops`: of the turns, when the lab was asked for. */
  async #open(id: string, stops: number, waits = false): Promise<OpenedKept> {
    const keeper = await this.#keeper();
    if (keeper.keeping.id === id) throw new CommandError('badArgument', 'that lab is open here already');
    const opened = await keeper.open(id, waits);
    this.#isOpening = true;
    try {
      // Its log was read meanwhile; only what comes next is long work that hears of a stop by itself.
      if (this.#parts.turns.stops !== stops)
        throw new CommandError('stopped', 'open was stopped while the log of the lab was read');
      const { run, differs } = await this.#parts.reopen(opened.lab);
      const { isDamaged, lab } = opened;
      this.#view = lab.view;
      if (differs === undefined) this.#adopt(keeper, opened);
      else await keeper.leave(opened);
      return { run, view: lab.view, differs, isDamaged };
    } catch (error) {
      await keeper.leave(opened);
      throw error;
    } finally {
      this.#isOpening = false;
    }
  }

  #adopt(keeper: Keeper, opened: Parameters<Keeper['adopt']>[1]): void {
    const run = this.#parts.run();
    if (run !== undefined) keeper.adopt(run, opened, () => labSource(run, this.#view));
  }

  async rename(id: string, name: string): Promise<void> {
    const text = checkedText('a name', name, NAME_MAX);
    const keeper = await this.#keeper();
    if (keeper.keeping.id !== id) return keeper.rename(id, text);
    await this.#parts.turns.take(async () => {
      const run = this.#parts.run();
      if (run !== undefined) run.name = text;
      await this.keepInTurn();
    });
  }

  async delete(id: string): Promise<void> {
    await (await this.#keeper()).delete(id);
  }

  async restore(id: string): Promise<void> {
    await (await this.#keeper()).restore(id);
  }

  async #keeper(): Promise<Keeper> {
    const { keeper } = this.#parts;
    if (keeper === undefined) throw new CommandError('keepsNothing', 'no labs are kept here');
    return keeper.load();
  }
}
