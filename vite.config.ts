import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { withContentPolicy, withFontsAtOnce, withServiceWorker } from './src/cli/site-build.ts';

const alone = ['test/{app,cli,host,house,ui}/**/*.test.{ts,tsx}', 'test/**/*.alone.test.ts'];

export default defineConfig({
  base: './',
  plugins: [react(), withContentPolicy(), withFontsAtOnce(), withServiceWorker()],
  worker: { format: 'es' },
  // One style sheet: code that comes late never waits for, or fails on, a sheet of its own.
  build: {
    target: 'es2022',
    sourcemap: true,
    cssCodeSplit: false,
    // What the first picture needs is one file: what late parts share with it would be cut out of it into many small ones, which
    // compress worse and are asked for one by one.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] } } },
  },
  test: {
    environment: 'node',
    testTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
    // The pure rooms keep nothing between calls, so their tests share their modules; whoever puts something in the place of a module,
    // or speaks to the page's one store, has modules of its own.
    projects: [
      {
        extends: true,
        test: { name: 'shared', isolate: false, include: ['test/**/*.test.ts'], exclude: alone },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
});
