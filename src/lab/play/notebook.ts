import { present } from '../../base/assert.ts';
import type { Moment } from '../../history/position.ts';
import { CommandError } from '../../sim/command/command.ts';
import { positionOf, type Branches, type Place } from './branches.ts';
import { checkedText } from './limits.ts';

const NOTE_MAX = 2000;
const MOMENTS_MAX = 1000;

interface Mark {
  readonly id: number;
  readonly place: Place;
  note: string;
  isRemoved: boolean;
}

/** Instants of a run that somebody has marked, each with a note. One whose branch is not there is not listed meanwhile. */
export class Notebook {
  readonly #branches: Branches;
  readonly #marks: Mark[] = [];
  #version = 0;
  #listed: { readonly versions: string; readonly moments: readonly Moment[] } = { versions: '', moments: [] };

  constructor(branches: Branches) {
    this.#branches = branches;
  }

  /** Grows with each change of it. */
  get version(): number {
    return this.#version;
  }

  /** In the order in which they were marked; the same object while nothing has changed. */
  get moments(): readonly Moment[] {
    const versions = `${this.#version} ${this.#branches.version}`;
    if (this.#listed.versions !== versions) {
      const moments = this.#marks.flatMap(({ id, place, note, isRemoved }) => {
        const position = isRemoved ? undefined : positionOf(this.#branches, place);
        return position === undefined ? [] : [{ id, note, ...position }];
      });
      this.#listed = { versions, moments };
    }
    return this.#listed.moments;
  }

  /** Its number. `id`: that which it has in a saved lab. */
  add(place: Place, note: string, id = (this.#marks.at(-1)?.id ?? 0) + 1): number {
    const text = checkedText('a note', note, NOTE_MAX);
    if (this.#marks.length >= MOMENTS_MAX) {
      throw new CommandError('badArgument', `a notebook has room for ${MOMENTS_MAX} moments`, {
        key: 'notebookFull',
        values: { max: MOMENTS_MAX },
      });
    }
    this.#marks.push({ id, place, note: text, isRemoved: false });
    this.#version++;
    return id;
  }

  change(id: number, note: string): void {
    const mark = this.#known(id);
    mark.note = checkedText('a note', note, NOTE_MAX);
    this.#version++;
  }

  remove(id: number): void {
    this.#known(id).isRemoved = true;
    this.#version++;
  }

  /** A removed one is there again. A CommandError if it is not removed. */
  restore(id: number): void {
    const mark = this.#marks.find((each) => each.id === id && each.isRemoved);
    if (mark === undefined) throw new CommandError('badArgument', `there is no removed moment ${String(id)}`);
    mark.isRemoved = false;
    this.#version++;
  }

  #known(id: number): Mark {
    if (!this.moments.some((each) => each.id === id)) {
      throw new CommandError('badArgument', `there is no moment ${String(id)} in the notebook`);
    }
    return present(
      this.#marks.find((each) => each.id === id),
      'what is listed is marked',
    );
  }
}
