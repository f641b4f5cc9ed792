import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../src/base/utf8.ts';
import { Lab } from '../../src/lab/lab.ts';
import { bareFrameRequest } from '../../src/lab/play/opening.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

const WATCH = '{"create_request":{"key":"YQ=="}}';
const PUT = '{"key":"YQ==","value":"PGI+"}';

async function ready(): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 7 });
  await lab.runUntil('commit');
  await lab.runFor(500);
  return lab;
}

async function look(lab: Lab) {
  return lab.frame(bareFrameRequest);
}

describe('HTTP calls of a lab', () => {
  it('are answered in the run’s time, and stand in its frames like other calls', async () => {
    const lab = await ready();
    const asked = lab.http({ node: 2, method: 'POST', path: '/v3/kv/put', body: encodeUtf8(PUT) });
    await lab.runFor(1000);
    const { status, body, end, id } = await asked;
    expect([status, end]).toEqual([200, 'served']);
    expect(decodeUtf8(body)).toContain('"revision":"2"');
    expect((await look(lab)).http).toMatchObject([
      { id, node: 2, kind: 'http', label: 'POST /v3/kv/put', status: 'ok', http: { status: 200 } },
    ]);
    const inspection = await lab.inspect({ type: 'http', id });
    if (inspection.type !== 'http') throw new Error(inspection.type);
    expect(decodeUtf8(inspection.asked.body)).toBe(PUT);
    expect(inspection.answered?.headers).toMatchObject({ 'Content-Type': 'application/json' });
  });

  it('say how they failed: what is refused, and what nobody answers', async () => {
    const lab = await ready();
    const missing = lab.http({ method: 'GET', path: '/nope' });
    await lab.act({ type: 'kill', node: 3 });
    const broken = await lab.http({ node: 3, method: 'GET', path: '/version' });
    expect([broken.status, broken.end]).toEqual([undefined, 'broken']);
    expect((await missing).status).toBe(404);
    expect((await look(lab)).http.map(({ status }) => status)).toEqual(['failed', 'unknown']);
  });

  it('stay open while an answer goes on, and are closed', async () => {
    const lab = await ready();
    const id = await lab.openHttp({ node: 1, method: 'POST', path: '/v3/watch', body: encodeUtf8(WATCH) });
    await lab.runFor(100);
    void lab.http({ node: 1, method: 'POST', path: '/v3/kv/put', body: encodeUtf8(PUT) });
    await lab.runFor(1000);
    const lines = decodeUtf8((await lab.httpAnswer(id)).body)
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('"value":"PGI+"');
    expect((await look(lab)).http[0]).toMatchObject({ id, status: 'pending', returnedAt: undefined });
    await lab.closeHttp(id);
    expect((await lab.httpAnswer(id)).end).toBe('gone');
    await expect(lab.httpAnswer(99)).rejects.toThrow('there is no HTTP call 99');
  });

  it('end unknown when their future is dropped', async () => {
    const lab = await ready();
    const { events } = await look(lab);
    const asked = lab.http({ method: 'POST', path: '/v3/kv/put', body: encodeUtf8(PUT) });
    await lab.seekEvent(events);
    await lab.dropFuture();
    expect((await asked).end).toBe('unknown');
  });
});
