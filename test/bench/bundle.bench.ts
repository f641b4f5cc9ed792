import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureSite, siteFolder } from '../../src/cli/built-site.ts';
import { printLine } from './print-line.ts';

// JavaScript that the page loads before it can paint: the entry, what index.html preloads, and whatever those import
// statically. The workers' scripts, which load beside it, are a line of their own.

await ensureSite((text) => console.error(text));
const html = readFileSync(join(siteFolder, 'index.html'), 'utf8');
const entries = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map((match) => match[1] ?? '');
const page = withStaticImports(entries);
const workers = withStaticImports(namesOfWorkers(page));
printLine('bundle', gzipped(page), 'bytes gzip', { files: page.length, limit: 170_000 });
printLine('bundle/workers', gzipped(workers), 'bytes gzip', { files: workers.length });

function read(file: string): string {
  return readFileSync(join(siteFolder, file), 'utf8');
}

function withStaticImports(files: readonly string[]): string[] {
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
function namesOfWorkers(files: readonly string[]): string[] {
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

function gzipped(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0);
}
