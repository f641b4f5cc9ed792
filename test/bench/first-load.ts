import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { siteFolder } from '../../src/cli/built-site.ts';

/** Before first paint there may be so much JavaScript, in bytes of gzip. */
export const FIRST_LOAD_LIMIT = 170_000;

/** The built site's JavaScript before first paint: the entry, what index.html preloads, and whatever those import statically. */
export function firstLoad(): string[] {
  const html = read('index.html');
  const scripts = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)];
  return withStaticImports(scripts.map((match) => match[1] ?? ''));
}

export function read(file: string): string {
  return readFileSync(join(siteFolder, file), 'utf8');
}

export function withStaticImports(files: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, name = ''] of read(file).matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g)) {
      add(relative(siteFolder, join(siteFolder, dirname(file), name)));
    }
  };
  for (const file of files) add(file);
  return [...found];
}

/** Worker scripts that these files name, and those that they name in turn. */
export function namesOfWorkers(files: readonly string[]): string[] {
  const found = new Set<string>();
  const look = (file: string): void => {
    for (const [name] of read(file).matchAll(/[\w-]*-worker-[\w-]+\.js/g)) {
      const worker = join('assets', name);
      if (found.has(worker)) continue;
      found.add(worker);
      look(worker);
    }
  };
  for (const file of files) look(file);
  return [...found];
}

export function gzipped(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0);
}
