import type { Keeper } from '../../lab/keep/keeper.ts';
import type { KeeperSource } from '../../lab/keep/kept-labs.ts';
import { CommandError } from '../../sim/command/command.ts';
import { mayHaveLabs } from './may-have-labs.ts';
import type { LabKeeper } from './keeper.ts';

/** A keeper whose code comes when it is wanted: the first picture does not wait for it. Nothing is lost by that: it begins with all that there is. */
export class LateKeeper implements KeeperSource {
  here: Keeper | undefined;
  #loading: Promise<Keeper> | undefined;
  #keepsNothing = false;
  readonly #import: () => Promise<LabKeeper>;
  readonly #onDue: () => void;

  /** `onDue` gives the lab's keeper a clean point, soon. */
  constructor(load: () => Promise<LabKeeper>, onDue: () => void) {
    this.#import = load;
    this.#onDue = onDue;
  }

  readonly mayHaveLabs = (): Promise<boolean> =>
    this.#keepsNothing ? Promise.resolve(false) : mayHaveLabs();

  /** From now on nothing is kept here, and what is kept is not looked at. To be called before anything is. */
  keepNothing(): void {
    this.#keepsNothing = true;
  }

  readonly load = (): Promise<Keeper> => {
    if (this.#keepsNothing)
      return Promise.reject(
        new CommandError('keepsNothing', 'no labs are kept in a page within another one'),
      );
    this.#loading ??= this.#import().then(
      (keeper) => {
        keeper.onDue = this.#onDue;
        this.here = keeper;
        return keeper;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  };
}
