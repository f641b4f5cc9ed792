import type { ScreenLine } from '../../console/screen.ts';
import type { LabPort } from '../../lab/lab-port.ts';

const PAGE = 200;

/**
 * The lines of one console as far as they were looked at, in pages. Lines never change once another follows them; the last page is
 * asked for anew whenever the console has said something, or the playhead has moved to where less was said.
 */
export class ConsoleLines {
  readonly #lab: Pick<LabPort, 'consolePage'>;
  readonly #name: string;
  readonly #changed: () => void;
  readonly #failed: (error: unknown) => void;
  readonly #pages = new Map<number, readonly ScreenLine[]>();
  /** Of each page: what the console had said when it was asked for; full pages are asked for once. */
  readonly #asked = new Map<number, number>();
  #told = -1;
  #count = 0;

  constructor(
    lab: Pick<LabPort, 'consolePage'>,
    name: string,
    changed: () => void,
    failed: (error: unknown) => void,
  ) {
    this.#lab = lab;
    this.#name = name;
    this.#changed = changed;
    this.#failed = failed;
  }

  /** It has said so much by now, in so many lines. */
  is(told: number, count: number): void {
    this.#told = told;
    this.#count = count;
  }

  get count(): number {
    return this.#count;
  }

  /** `number` from 1. Undefined: it is being asked for. */
  line(number: number): ScreenLine | undefined {
    return this.#pages.get(Math.floor((number - 1) / PAGE))?.[(number - 1) % PAGE];
  }

  /** These lines are in view. */
  view(first: number, last: number): void {
    const from = Math.floor((Math.max(1, first) - 1) / PAGE);
    for (let page = from; page * PAGE < Math.min(last, this.#count); page++) this.#ask(page);
  }

  #ask(page: number): void {
    const told = this.#told;
    const asked = this.#asked.get(page);
    const isSettled = (this.#pages.get(page)?.length ?? 0) === PAGE && (page + 1) * PAGE < this.#count;
    if (asked === told || (asked !== undefined && isSettled)) return;
    this.#asked.set(page, told);
    this.#lab.consolePage({ console: this.#name, from: page * PAGE + 1, limit: PAGE }).then(({ lines }) => {
      // An answer to a later question is newer.
      if (this.#asked.get(page) !== told) return;
      this.#pages.set(page, lines);
      this.#changed();
    }, this.#failed);
  }
}
