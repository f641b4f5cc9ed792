import { checkDb } from '../../../src/bbolt/check.ts';
import { openDb } from '../../../src/bbolt/db.ts';
import { openFile } from '../../../src/cli/inspect/file-source.ts';

// A process of its own, so that its memory is that of the check: prints a JSON line of milliseconds, megabytes and what was found.

const source = openFile(process.argv[2] ?? '');
const begin = performance.now();
const report = checkDb(openDb(source), () => undefined);
const ms = performance.now() - begin;
const rss = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ ms, rss, pages: report.pages, problems: report.problems.length }));
