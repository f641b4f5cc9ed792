import * as fc from 'fast-check';
import { it } from './vitest.ts';

export { fc };

const RUNS = 150;

interface Parameters {
  readonly seed?: number;
  readonly numRuns?: number;
}

/** test.prop([arbitraries], parameters)(name, predicate), with fewer cases, not shrunk: any failure will do. */
export const test = Object.assign((name: string, body: () => void) => it(name, body), {
  prop:
    <Values extends readonly [unknown, ...unknown[]]>(
      arbitraries: { readonly [At in keyof Values]: fc.Arbitrary<Values[At]> },
      parameters: Parameters = {},
    ) =>
    (name: string, predicate: (...values: Values) => void): void =>
      it(name, () => {
        const drawn = fc.tuple(...(arbitraries as unknown as fc.Arbitrary<unknown>[]));
        const property = fc.property(drawn, (values) => predicate(...(values as unknown as Values)));
        const numRuns = Math.min(RUNS, parameters.numRuns ?? RUNS);
        fc.assert(property, { seed: parameters.seed ?? 20_261_122, numRuns, endOnFailure: true });
      }),
});
