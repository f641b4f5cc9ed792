/**
 * Which engine this is. To be raised by every change after which the same configuration and commands make another run, that
 * is, another fingerprint: whoever opens a saved lab of another engine is told so. `test/sim/engine.test.ts` says when.
 */
export const ENGINE = '2';
