import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveStatic, type StaticServer } from '../../src/cli/static-server.ts';

let parent: string;
let server: StaticServer;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'quorumscope-static-'));
  const site = join(parent, 'site');
  await mkdir(join(site, 'assets'), { recursive: true });
  await writeFile(join(site, 'index.html'), '<p>the page</p>');
  await writeFile(join(site, 'assets', 'a b.js'), 'export {};');
  await writeFile(join(parent, 'secret.txt'), 'not for everybody');
  server = await serveStatic(site, 0, '/some/where');
});
afterAll(async () => {
  await server.close();
  await rm(parent, { recursive: true, force: true });
});

/** Sends the path as it is: fetch would tidy it up first. */
function get(path: string, method = 'GET'): Promise<{ status: number; type: string; body: string }> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body,
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the static server', () => {
  it('serves the folder under its sub-path, with types that browsers want', async () => {
    expect(await get('/some/where/')).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      body: '<p>the page</p>',
    });
    expect(await get('/some/where/assets/a%20b.js?v=1')).toEqual({
      status: 200,
      type: 'text/javascript; charset=utf-8',
      body: 'export {};',
    });
    expect(await get('/some/where/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('sends the sub-path without its slash to the one with it', async () => {
    expect(await get('/some/where')).toMatchObject({ status: 301 });
  });

  it.each([
    '/',
    '/index.html',
    '/some/where/missing.js',
    '/some/where/assets/',
    '/some/where/../secret.txt',
    '/some/where/%2e%2e/secret.txt',
    '/some/where/..%2fsecret.txt',
    '/some/where/%ff',
  ])('has nothing else: %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404 });
  });

  it('only gives', async () => {
    expect(await get('/some/where/index.html', 'POST')).toMatchObject({ status: 405 });
  });

  it('says when its port is taken', async () => {
    const { port } = new URL(server.url);
    await expect(serveStatic(parent, Number(port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
