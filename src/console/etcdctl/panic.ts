/** A fault in etcdctl itself, on which the real one falls down: Go says what was wrong, and where, and exits with 2. */
export class Panic extends Error {
  override name = 'Panic';
}

export const EXIT_PANIC = 2;
