import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { findBrowser } from '../../src/cli/browser.ts';
import { projectRoot } from '../../src/cli/built-site.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';
import { answerFrom } from '../../src/cli/static-server.ts';

const DEADLINE_MS = 90_000;

/**
 * Opens a page in a Chromium that nothing is attached to (a debugger makes messages between workers slow) and gives
 * what the page posts to `result`. `folders` are served by sub-path; the page is `path` under them.
 */
export async function runBare(
  folders: Readonly<Record<string, string>>,
  path: string,
  deadlineMs = DEADLINE_MS,
): Promise<unknown> {
  const profile = await mkdtemp(join(tmpdir(), 'quorumscope-bench-'));
  let settle: ((result: unknown) => void) | undefined;
  const result = new Promise<unknown>((resolve) => (settle = resolve));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST' && pathname.endsWith('/result')) {
      response.writeHead(204).end();
      void readJson(request).then((value) => settle?.(value));
      return;
    }
    const base = Object.keys(folders).find((prefix) => pathname.startsWith(`${prefix}/`));
    void answerFrom(folders[base ?? ''] ?? '', base ?? '', request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const browser = spawn(
    await findBrowser((text) => console.error(text)),
    [
      ...chromiumFlags,
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      '--window-size=1440,900',
      `http://127.0.0.1:${port}${path}`,
    ],
    { stdio: 'ignore', detached: true },
  );
  try {
    return await Promise.race([result, failLate(path, deadlineMs)]);
  } finally {
    // The browser is a tree of processes in a group of its own.
    if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
    server.close();
    server.closeAllConnections();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Builds a folder under test/bench/pages of a checkout as the site is built; gives where it is. */
export async function buildPage(name: string, checkout = projectRoot): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), `quorumscope-${name}-`));
  await build({
    configFile: false,
    root: join(checkout, 'test/bench/pages', name),
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { target: 'es2022', outDir, emptyOutDir: true },
  });
  return outDir;
}

function failLate(path: string, deadlineMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const late = new Error(`${path} has not posted a result within ${deadlineMs / 1000} s`);
    setTimeout(() => reject(late), deadlineMs).unref();
  });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
