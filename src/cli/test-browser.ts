import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findBrowser } from './browser.ts';
import { ensureSite, projectRoot, siteFolder } from './built-site.ts';
import { serveStatic } from './static-server.ts';

/** The site is tested under a sub-path, as on GitHub Pages: what works there works at a root. */
const SUB_PATH = '/some/where';

/** `npm run test:browser [-- [--long] PLAYWRIGHT OPTIONS]`: the built site in a real Chromium, on a free port. */
async function main(): Promise<void> {
  const browser = await findBrowser(console.log);
  await ensureSite(console.log);
  const server = await serveStatic(siteFolder, 0, SUB_PATH);
  try {
    const options = process.argv.slice(2);
    const long = options.includes('--long');
    process.exitCode = await runPlaywright(
      [...options.filter((option) => option !== '--long'), '--pass-with-no-tests'],
      {
        QUORUMSCOPE_BROWSER: browser,
        QUORUMSCOPE_URL: server.url,
        ...(long && { QUORUMSCOPE_LONG: 'yes' }),
      },
    );
  } finally {
    await server.close();
  }
}

function runPlaywright(options: readonly string[], settings: Record<string, string>): Promise<number> {
  const cli = join(projectRoot, 'node_modules/@playwright/test/cli.js');
  const config = join(projectRoot, 'test/browser/playwright.config.ts');
  const playwright = spawn(process.execPath, [cli, 'test', '-c', config, ...options], {
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  });
  return new Promise((resolve, reject) => {
    playwright.once('error', reject);
    playwright.once('exit', (code) => resolve(code ?? 1));
  });
}

main().catch((error: unknown) => {
  console.error(`quorumscope: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
