import { parseArgs } from 'node:util';
import { ensureSite, siteFolder } from './built-site.ts';
import { serveStatic } from './static-server.ts';

const DEFAULT_PORT = 4173;

/** `npm start [-- --port N]`: builds the site if needed, serves it on 127.0.0.1 and says where. */
async function main(): Promise<void> {
  const port = portOf(process.argv.slice(2));
  await ensureSite((text) => console.log(text));
  const { url } = await serveStatic(siteFolder, port);
  console.log(`Quorumscope is at ${url}/  (Ctrl+C ends it)`);
}

function portOf(args: string[]): number {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string', default: String(DEFAULT_PORT) } },
  });
  const port = Number(values.port);
  if (/^\d+$/.test(values.port) && port <= 65_535) return port;
  throw new Error(`--port ${values.port}: a port is a whole number from 0 (any free one) to 65535`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `port ${port} is taken: end what uses it, or choose another with --port N`;
  if (code === 'EACCES') return `port ${port} is not allowed: choose one above 1023 with --port N`;
  return error.message;
}

main().catch((error: unknown) => {
  console.error(`quorumscope: ${explain(error)}`);
  process.exitCode = 1;
});
