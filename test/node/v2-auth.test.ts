import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Server } from '../../src/cli/conformance-etcd/server.ts';
import { encodeBase64 } from '../../src/etcd/rpc/base64.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** `name:password`, shown as basic auth. */
  readonly user?: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const file = new URL('fixtures/v2-auth.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];

it('users, roles, guests and members of the v2 API are as an etcd 3.4.23 has answered, one request after the other', async () => {
  const server = await Server.start({ nodes: 1, enableV2: true });
  for (const { method, path, body, user, status, headers, text } of recorded) {
    const sent: Record<string, string> = {};
    if (body !== undefined) sent['content-type'] = 'application/json';
    if (user !== undefined) sent['authorization'] = `Basic ${encodeBase64(encodeUtf8(user))}`;
    const id = await server.send(1, { method, path, headers: sent }, body ?? '');
    const answer = await server.until(id, ({ isOver }) => isOver, 10_000);
    const shown = answer.body.replace(/[0-9a-f]{15,16}/g, 'ID').replace(/http:\/\/127\.0\.0\.1:2379/g, 'URL');
    const asked = `${method} ${path} ${body ?? ''} ${user ?? ''}`;
    expect([asked, answer.head?.status, shown]).toEqual([asked, status, text]);
    expect(answer.head?.headers, asked).toMatchObject(headers);
  }
});
