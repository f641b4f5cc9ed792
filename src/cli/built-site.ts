import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** The project's folder. */
export const projectRoot = join(import.meta.dirname, '..', '..');
/** Where `npm run build` puts the site. */
export const siteFolder = join(projectRoot, 'dist');

const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json', 'package-lock.json'];

/** Builds the site unless it is there and newer than everything it is made of. Rejects when it cannot be built. */
export async function ensureSite(say: (text: string) => void): Promise<void> {
  if (!isStale()) return;
  say('Building the site …');
  await build({ root: projectRoot, logLevel: 'warn' });
}

function isStale(): boolean {
  const made = join(siteFolder, 'index.html');
  if (!existsSync(made)) return true;
  const madeAt = statSync(made).mtimeMs;
  return sources.some((name) => newestIn(join(projectRoot, name)) > madeAt);
}

function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const names = readdirSync(path);
  return Math.max(stats.mtimeMs, ...names.map((name) => newestIn(join(path, name))));
}
