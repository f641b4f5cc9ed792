/** The same random cases every time; a failure prints the seed and the path to its smallest case. */
export const SEEDED = { seed: 20_261_122, numRuns: 150 };
