import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npm run test:long`: what does not fit into the ten minutes of `npm test`; files named *.long.ts beside the short ones. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/**/*.long.ts'],
    exclude: ['test/browser/**'],
    environment: 'node',
    testTimeout: 1_800_000,
    passWithNoTests: true,
  },
});
