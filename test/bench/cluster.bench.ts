import { rm } from 'node:fs/promises';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { buildPage, runBare } from './bare-browser.ts';
import { measurePuts } from './pages/cluster/measure-puts.ts';
import { printLine } from './print-line.ts';

// Committed puts a second through three members, 8-byte keys and 256-byte values, with 1 client and with 100: members in
// this process, and in Web Workers of a Chromium.

for (const clients of [1, 100]) {
  const rate = await measurePuts(new InProcessHost(Member), clients);
  printLine(`cluster/in-process/${clients}`, rate, 'puts/s');
}

const folder = await buildPage('cluster');
try {
  const result = (await runBare({ '': folder }, '/index.html')) as {
    readonly one: number;
    readonly hundred: number;
    readonly error?: string;
  };
  if (result.error !== undefined) throw new Error(`cluster: ${result.error}`);
  printLine('cluster/workers/1', result.one, 'puts/s');
  printLine('cluster/workers/100', result.hundred, 'puts/s');
} finally {
  await rm(folder, { recursive: true, force: true });
}
