import { describe, expect, it } from 'vitest';
import { Server, type Answer } from '../../src/cli/conformance-etcd/server.ts';

async function ask(server: Server, node: number, method: string, path: string, body = ''): Promise<Answer> {
  const id = await server.send(node, { method, path, headers: {}, port: 'keyServer' }, body);
  return server.until(id, ({ isOver }) => isOver, 100);
}

describe('the key server of raftexample', () => {
  it('keeps what went through the log, on every member and over a restart', async () => {
    const server = await Server.start({
      nodes: 3,
      keyServer: true,
      snapshotCount: 5,
      snapshotCatchUpEntries: 2,
    });
    for (let i = 0; i < 12; i++) await ask(server, (i % 3) + 1, 'PUT', `/k${i}`, `v${i}`);
    await server.pass(500);
    await server.act({ type: 'kill', node: 2 });
    await server.act({ type: 'restart', node: 2 });
    await server.pass(3000);
    for (const node of [1, 2, 3]) {
      const answers = await Promise.all([ask(server, node, 'GET', '/k0'), ask(server, node, 'GET', '/k11')]);
      expect(answers.map(({ body }) => body)).toEqual(['v0', 'v11']);
    }
  });

  it('answers the first put without a leader at once, and lets the next one wait', async () => {
    const server = await Server.start({ nodes: 3, keyServer: true });
    await server.act({ type: 'kill', node: 1 });
    await server.act({ type: 'kill', node: 2 });
    await server.pass(3000);
    expect((await ask(server, 3, 'PUT', '/a', '1')).head?.status).toBe(204);
    const waiting = await ask(server, 3, 'PUT', '/b', '2');
    expect(waiting.head).toBeUndefined();
    expect((await ask(server, 3, 'GET', '/a')).head?.status).toBe(404);
    await server.act({ type: 'restart', node: 1 });
    await server.pass(5000);
    expect((await ask(server, 3, 'GET', '/a')).body).toBe('1');
    expect((await ask(server, 1, 'GET', '/b')).body).toBe('2');
  });

  it('is not there where nobody has asked for it', async () => {
    const server = await Server.start({ nodes: 1 });
    const answer = await ask(server, 1, 'GET', '/a');
    expect([answer.isOver, answer.head]).toEqual([true, undefined]);
  });
});
