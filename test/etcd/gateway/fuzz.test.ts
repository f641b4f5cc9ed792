import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drawInt, makeDice, type Dice } from '../../../src/base/random.ts';
import { Server } from '../../../src/cli/conformance-etcd/server.ts';
import { findTranscripts } from '../../../src/cli/conformance-etcd/transcript-file.ts';
import { decodeCommand, encodeCommand } from '../../../src/etcd/command.ts';
import type { HttpRequest } from '../../../src/etcd/gateway/http.ts';
import { parseGateway, type GatewayCall } from '../../../src/etcd/gateway/parse.ts';
import { allPaths } from '../../../src/etcd/gateway/routes.ts';
import { mutate, pick } from './mutate.ts';

/** Ten million with FUZZ_CHARACTERS=10000000, other ones with FUZZ_SEED. */
const CHARACTERS = Number(process.env['FUZZ_CHARACTERS'] ?? 3_000_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

interface Asked {
  readonly path: string;
  readonly body: string;
}

/** What clients asked in the transcripts, and for every path something. */
function recordedRequests(): readonly Asked[] {
  const folder = fileURLToPath(new URL('../../transcripts/etcd', import.meta.url));
  const asked: Asked[] = allPaths().map((path) => ({ path, body: '{"name":"YQ==","key":"YQ==","ID":"5"}' }));
  for (const file of [...findTranscripts(`${folder}/random`), ...findTranscripts(`${folder}/scenarios`)]) {
    const { ops, steps } = JSON.parse(readFileSync(file, 'utf8')) as Record<
      string,
      Record<string, unknown>[]
    >;
    for (const { path, request, body, rawBody } of [...(ops ?? []), ...(steps ?? [])]) {
      if (typeof path !== 'string') continue;
      asked.push({
        path,
        body: typeof rawBody === 'string' ? rawBody : JSON.stringify(request ?? body ?? {}),
      });
    }
  }
  return asked;
}

const recorded = recordedRequests();

function randomRequest(dice: Dice): HttpRequest {
  const { path, body } = pick(dice, recorded);
  const isOther = drawInt(dice, 0, 30) === 0;
  const headers: HttpRequest['headers'] = isOther
    ? {
        authorization: 'x.1',
        'grpc-timeout': pick(dice, ['1S', '', 'S', '1x']),
        'grpc-metadata-a-bin': pick(dice, ['YQ', '!']),
      }
    : {};
  return {
    method: drawInt(dice, 0, 40) === 0 ? pick(dice, ['GET', 'PUT', 'OPTIONS', 'HEAD', '', 'é']) : 'POST',
    path: drawInt(dice, 0, 20) === 0 ? new TextDecoder().decode(mutate(dice, path)) : path,
    headers,
    body: mutate(dice, body),
  };
}

/** Whatever was understood can be put into the log and read back, if it goes there. */
function checkCommand(call: GatewayCall): void {
  if (call.type !== 'unary') return;
  const { operation } = call;
  const isLogged = /^(put|deleteRange|txn|compact|leaseGrant|leaseRevoke|alarm|auth[A-Z].*)$/.test(
    operation.type,
  );
  if (isLogged) expect(decodeCommand(encodeCommand(7, operation))).toEqual({ id: 7, op: operation });
}

function shown({ method, path, body }: HttpRequest): string {
  return `seed ${SEED}: ${method} ${path} ${Buffer.from(body).toString('latin1')}`;
}

describe('damaged requests', () => {
  it(`are all answered or understood (${CHARACTERS} characters)`, () => {
    const dice = makeDice(SEED, 'gateway');
    const seen = new Map<string, number>();
    for (let characters = 0; characters < CHARACTERS;) {
      const request = randomRequest(dice);
      characters += request.path.length + request.body.length;
      try {
        const call = parseGateway(request);
        checkCommand(call);
        const kind = call.type === 'reply' ? `${call.head.status}` : call.type;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      } catch (error) {
        throw new Error(shown(request), { cause: error });
      }
    }
    const kinds = [
      'unary',
      'watch',
      'leaseKeepAlive',
      'concurrency',
      'hangUp',
      '200',

      '400',
      '404',
      '405',
      '500',
    ];
    for (const kind of kinds) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
  }, 600_000);

  it('fell no member, and those that are refused by the gateway change nothing', async () => {
    const dice = makeDice(SEED, 'member');
    const server = await Server.start({ nodes: 1 });
    const everything = async () => {
      const all = JSON.stringify({ key: 'AA==', range_end: 'AA==' });
      const id = await server.send(1, { method: 'POST', path: '/v3/kv/range', headers: {} }, all);
      return (await server.until(id, ({ isOver }) => isOver, 10_000)).body;
    };
    let before = await everything();
    for (let i = 0; i < 700; i++) {
      const request = randomRequest(dice);
      // Members are not to go, and rights would end the test's own reads.
      if (/cluster\/member|auth\/enable/.test(request.path)) continue;
      const { type } = parseGateway(request);
      const id = await server.sendBytes(1, request);
      await server.until(id, ({ isOver }) => isOver, 30);
      await server.hangUp(id);
      if (type !== 'reply') {
        before = await everything();
      } else if (i % 10 === 0) {
        expect(await everything(), shown(request)).toBe(before);
      }
    }
    // Those that were understood did something.
    expect(Number(/"revision":"(\d+)"/.exec(before)?.[1])).toBeGreaterThan(20);
  }, 120_000);
});
