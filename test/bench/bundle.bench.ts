import { ensureSite } from '../../src/cli/built-site.ts';
import { FIRST_LOAD_LIMIT, firstLoad, gzipped, namesOfWorkers, withStaticImports } from './first-load.ts';
import { printLine } from './print-line.ts';

// JavaScript that the page loads before it can paint. The workers' scripts, which load beside it, are a line of their own.

await ensureSite((text) => console.error(text));
const page = firstLoad();
const workers = withStaticImports(namesOfWorkers(page));
printLine('bundle', gzipped(page), 'bytes gzip', { files: page.length, limit: FIRST_LOAD_LIMIT });
printLine('bundle/workers', gzipped(workers), 'bytes gzip', { files: workers.length });
