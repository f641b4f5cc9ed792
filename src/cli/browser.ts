import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectRoot } from './built-site.ts';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A Chromium to test with: CHROMIUM_PATH, the usual places, Playwright's own; where there is none, one is installed.
 * Throws an Error that says in one line what to install when that fails too.
 */
export async function findBrowser(say: (text: string) => void): Promise<string> {
  const found = await lookForBrowser();
  if (found !== undefined) return found;
  say('No Chromium found: installing one …');
  install();
  const installed = await lookForBrowser();
  if (installed !== undefined) return installed;
  throw new Error(
    'no Chromium: install the package "chromium" of your system, or run "npx playwright install --with-deps chromium", or set CHROMIUM_PATH',
  );
}

async function lookForBrowser(): Promise<string | undefined> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, which is not a program that can be run`);
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  const { chromium } = await import('@playwright/test');
  return [...onPath, ...places, chromium.executablePath()].find(isExecutable);
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** With the system's installer where we may use it, else with Playwright's. Tries; says nothing of success. */
function install(): void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && run('apt-get', ['--version'], 'ignore')) {
    run('apt-get', ['update', '-qq']);
    if (run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'])) return;
  }
  run(process.execPath, [join(projectRoot, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium']);
}

function run(command: string, args: string[], stdio: 'inherit' | 'ignore' = 'inherit'): boolean {
  return spawnSync(command, args, { stdio }).status === 0;
}
