import type { Running, Waitable } from '../kernel/process.ts';

interface Worker {
  readonly steps: Running<void>;
  /** What it waits for; undefined: it has not begun. */
  waits: readonly Waitable[] | undefined;
}

/** Several courses of one process side by side, each taking its steps when what it waits for is there. */
export class Crew {
  readonly #workers = new Set<Worker>();

  /** It begins the next time that the crew goes on. */
  add(steps: Running<void>): void {
    this.#workers.add({ steps, waits: undefined });
  }

  /** Goes on with all of them until this one has ended; the others end with it. What any of them throws ends all. */
  *run<T>(main: Running<T>): Running<T> {
    let ended: { readonly value: T } | undefined;
    const head: Worker = { steps: keep(main, (value) => (ended = { value })), waits: undefined };
    this.#workers.add(head);
    try {
      for (;;) {
        while (this.#takeSteps()) if (ended !== undefined) return ended.value;
        yield [...this.#workers].flatMap(({ waits }) => waits ?? []);
      }
    } finally {
      for (const { steps } of this.#workers) steps.return();
      this.#workers.clear();
    }
  }

  /** One step of everybody who can go on. Gives whether there was one. */
  #takeSteps(): boolean {
    const able = [...this.#workers].filter(({ waits }) => waits?.some(({ isReady }) => isReady) ?? true);
    for (const worker of able) {
      const step = worker.steps.next();
      if (step.done === true) this.#workers.delete(worker);
      else worker.waits = step.value;
    }
    return able.length > 0;
  }
}

function* keep<T>(steps: Running<T>, give: (value: T) => void): Running<void> {
  give(yield* steps);
}

/** Something that one course sets and others wait for. */
export class Sign implements Waitable {
  isReady = false;

  set(): void {
    this.isReady = true;
  }
}
