import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { withContentPolicy, withFontsAtOnce, withServiceWorker } from './src/cli/site-build.ts';

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
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    environment: 'node',
    testTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
});
