import { defineConfig } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';

/**
 * Run by `npm run test:browser`, which builds and serves the site, finds a browser and says where both are. With
 * `--long` (`npm run test:long`) the files named *.long.ts instead of *.spec.ts.
 */
const url = present(process.env['QUORUMSCOPE_URL'], 'run these tests with: npm run test:browser');

export default defineConfig({
  testDir: '.',
  testMatch: process.env['QUORUMSCOPE_LONG'] === undefined ? '*.spec.ts' : '*.long.ts',
  outputDir: '../../test-results',
  // One set for all systems: test/browser/pictures.ts says what may differ.
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: `${url}/`,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'light',
    // What is kept for the time without a connection is tested where it is the point; elsewhere each page comes from the server.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: present(process.env['QUORUMSCOPE_BROWSER'], 'a browser was found'),
      args: [...chromiumFlags],
    },
  },
});
