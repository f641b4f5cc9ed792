import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { filesWorkerPolicy, isFilesWorker } from './files-worker-policy.ts';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticServer {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a folder on 127.0.0.1 as any file server would; the worker that reads etcd's files has its policy. Port 0 takes a free one; `base` is the
 * sub-path it is served under, such as `/quorumscope`. Rejects with the system's error (EADDRINUSE, EACCES).
 */
export async function serveStatic(folder: string, port: number, base = ''): Promise<StaticServer> {
  const server = createServer((request, response) => {
    answerFrom(folder, base, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await listen(server, port);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** Answers one request with a file of the folder, which is served under `base`. */
export async function answerFrom(
  folder: string,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (base !== '' && path === base) {
    response.writeHead(301, { location: `${base}/` }).end();
    return;
  }
  const file = await fileOf(folder, base, path);
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    'content-type': types[extname(file.path)] ?? 'application/octet-stream',
    'content-length': file.size,
    'cache-control': 'no-cache',
    ...(isFilesWorker(path) ? { 'content-security-policy': filesWorkerPolicy } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file.path).pipe(response);
}

/** The file a path means, inside the folder and nowhere else. */
async function fileOf(
  folder: string,
  base: string,
  path: string,
): Promise<{ path: string; size: number } | undefined> {
  if (!path.startsWith(`${base}/`)) return undefined;
  const root = normalize(folder + sep);
  const wanted = join(root, decode(path.slice(base.length)));
  if (!wanted.startsWith(root)) return undefined;
  const name = wanted.endsWith(sep) ? join(wanted, 'index.html') : wanted;
  const found = await stat(name).catch(() => undefined);
  return found?.isFile() === true ? { path: name, size: found.size } : undefined;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
