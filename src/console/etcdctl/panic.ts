import type { Printed } from './printer.ts';

/** A fault in etcdctl itself, on which the real one falls down: Go says what was wrong, and where, and exits with 2. */
export class Panic extends Error {
  override name = 'Panic';
}

export const EXIT_PANIC = 2;

const NIL = 'runtime error: invalid memory address or nil pointer dereference';

/** `member promote` has no form but `simple` in this release: etcdctl falls down over the printer that is not there. */
export function promoteFault(what: Printed): Panic | undefined {
  return what.type === 'answer' && what.answer.result.type === 'memberPromote' ? nilPointer() : undefined;
}

export function nilPointer(): Panic {
  return new Panic(NIL);
}
