import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { v2Operation } from '../../src/etcd/v2/request.ts';
import { Member } from '../../src/node/member.ts';
import { NaiveStore } from '../etcd/v2/naive-store.ts';
import { bytes, EtcdLab, text } from './etcd-lab.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
let requests = 0;

/** Sends a request to /v2/keys; its answer is looked at by its number. */
async function send(
  lab: EtcdLab,
  node: number,
  method: string,
  path: string,
  form?: string,
): Promise<number> {
  const request = 1_000_000 + ++requests;
  const headers = form === undefined ? {} : FORM;
  const http = { method, path: `/v2/keys${path}`, headers, body: bytes(form ?? '') };
  await lab.act({ type: 'http', request, node, http });
  return request;
}

interface Shown {
  readonly status: number | undefined;
  readonly body: string;
  readonly isOver: boolean;
  readonly index: string | undefined;
}

function shown(lab: EtcdLab, request: number): Shown {
  const { head, body, end } = present(lab.world.http.get(request), 'a call that was sent');
  return {
    status: head?.status,
    body: body.slice(0).map(text).join(''),
    isOver: end !== undefined,
    index: head?.headers['X-Etcd-Index'],
  };
}

async function ask(lab: EtcdLab, node: number, method: string, path: string, form?: string): Promise<Shown> {
  const request = await send(lab, node, method, path, form);
  for (let i = 0; i < 400 && !shown(lab, request).isOver; i++) await lab.run(50);
  return shown(lab, request);
}

const keys = ['a', 'a/b', 'a/b/c', 'd', 'd/e', 'f'];

interface Drawn {
  readonly method: string;
  readonly path: string;
  readonly form: string | undefined;
  readonly operation: ReturnType<typeof v2Operation>;
}

/** A write as a form and as what it means. */
function drawWrite(dice: Dice, naive: NaiveStore, turn: number): Drawn {
  const path = `/${keys[drawInt(dice, 0, keys.length - 1)] ?? ''}`;
  const value = `v${turn}`;
  switch (drawInt(dice, 0, 6)) {
    case 0:
      return {
        method: 'DELETE',
        path: `${path}?recursive=true`,
        form: undefined,
        operation: v2Operation('DELETE', `/1${path}`, '', { recursive: true }),
      };
    case 1:
      return {
        method: 'PUT',
        path,
        form: 'dir=true',
        operation: v2Operation('PUT', `/1${path}`, '', { dir: true }),
      };
    case 2:
      return {
        method: 'POST',
        path,
        form: `value=${value}`,
        operation: v2Operation('POST', `/1${path}`, value),
      };
    case 3:
      return {
        method: 'PUT',
        path,
        form: `value=${value}&prevIndex=${naive.index}`,
        operation: v2Operation('PUT', `/1${path}`, value, { prevIndex: BigInt(naive.index) }),
      };
    default:
      return {
        method: 'PUT',
        path,
        form: `value=${value}`,
        operation: v2Operation('PUT', `/1${path}`, value),
      };
  }
}

/** Something that happens to the cluster, after which it can write again; so many writes of its own come with it. */
async function disturb(lab: EtcdLab, dice: Dice): Promise<number> {
  const node = drawInt(dice, 1, 3);
  const what = drawInt(dice, 0, 3);
  switch (what) {
    case 0:
      await lab.act({ type: 'kill', node });
      await lab.run(3500);
      await lab.act({ type: 'restart', node });
      break;
    case 1:
      await lab.act({ type: 'transferLeader', to: node });
      break;
    case 2:
      await lab.act({ type: 'snapshotNow', node });
      break;
    default:
      await lab.act({ type: 'isolate', node });
      await lab.run(3500);
      await lab.act({ type: 'heal' });
  }
  await lab.run(3500);
  // A member that begins again says what it is called.
  return what === 0 ? 1 : 0;
}

describe('the v2 tree of three members', () => {
  it.each([1, 2])(
    'is what a list of paths is, whoever is asked, over restarts, leaders and snapshots (seed %i)',
    async (seed) => {
      const dice = makeDice(seed, 'v2');
      const lab = await EtcdLab.start({ seed, snapshotCount: 15, snapshotCatchUpEntries: 3, preVote: false });
      const naive = new NaiveStore();
      naive.index = Number((await ask(lab, 1, 'GET', '/')).index);
      expect(naive.index, 'three members, their attributes and the version').toBe(7);
      for (let turn = 0; turn < 90; turn++) {
        if (turn % 15 === 14) naive.index += await disturb(lab, dice);
        const { method, path, form, operation } = drawWrite(dice, naive, turn);
        const answer = await ask(lab, drawInt(dice, 1, 3), method, path, form);
        const expected = naive.apply(operation);
        const said = JSON.parse(answer.body) as { errorCode?: number; action?: string };
        expect(said.errorCode ?? said.action, `${turn}: ${method} ${path} ${form}`).toBe(
          'code' in expected ? expected.code : expected.event.action,
        );
        expect(answer.index).toBe(String(naive.index));
      }
      await lab.run(1000);
      for (const node of [1, 2, 3]) expect(await listed(lab, node)).toEqual(naive.dump());
    },
    60_000,
  );

  it('loses keys whose time is over, by the leader’s word, also by that of another leader', async () => {
    const lab = await EtcdLab.start();
    const appliedOf = () => lab.cluster.members()[0]?.view().applied ?? 0;
    const quiet = appliedOf();
    await lab.run(5000);
    expect(appliedOf(), 'nothing goes into the log while no key ends').toBe(quiet);
    const { leader, follower } = lab;
    const watch = await send(lab, follower, 'GET', '/t?wait=true');
    await ask(lab, follower, 'PUT', '/t', 'value=x&ttl=6');
    const heard = await send(lab, follower, 'GET', '/t?wait=true');
    const before = appliedOf();
    await lab.run(2000);
    expect(appliedOf() - before, 'the leader looks twice a second').toBe(4);
    expect(shown(lab, watch).body).toContain('"action":"set"');
    await lab.act({ type: 'kill', node: leader });
    await lab.run(8000);
    expect(shown(lab, heard)).toMatchObject({ isOver: true, status: 200 });
    expect(shown(lab, heard).body).toContain('"action":"expire"');
    expect(await ask(lab, follower, 'GET', '/t')).toMatchObject({ status: 404, index: '9' });
  });

  it('says in etcd’s words that a write has found no quorum', async () => {
    const lab = await EtcdLab.start();
    const { leader } = lab;
    for (const node of [1, 2, 3]) if (node !== leader) await lab.act({ type: 'kill', node });
    const answer = await ask(lab, leader, 'PUT', '/a', 'value=1');
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.body)).toMatchObject({
      errorCode: 300,
      message: 'Raft Internal Error',
      cause: expect.stringMatching(/^etcdserver: request timed out/u) as string,
      index: 0,
    });
    expect(await ask(lab, leader, 'GET', '/a')).toMatchObject({ status: 404, index: '7' });
  });

  it('tells a stream of what comes, also in a copy of the member, until its client goes', async () => {
    const lab = await EtcdLab.start();
    const watch = await send(lab, 1, 'GET', '/s?wait=true&recursive=true&stream=true');
    await ask(lab, 2, 'PUT', '/s/a', 'value=1');
    expect(shown(lab, watch).body.split('\n')).toHaveLength(2);
    const member = present(lab.cluster.members()[0], 'member 1');
    const copies = [member.clone(), Member.load(structuredClone(member.save()))];
    for (const copy of copies) expect(copy.save()).toEqual(member.save());
    await ask(lab, 2, 'DELETE', '/s?recursive=true');
    // A stream that watches what is removed hears of it twice, as from etcd.
    expect(shown(lab, watch).body.split('\n')).toHaveLength(4);
    expect(shown(lab, watch).isOver).toBe(false);
    await lab.act({ type: 'httpGone', request: watch });
    await ask(lab, 2, 'PUT', '/s/b', 'value=2');
    expect(shown(lab, watch).body.split('\n')).toHaveLength(4);
  });
});

interface Listed {
  readonly key?: string;
  readonly value?: string;
  readonly dir?: true;
  readonly nodes?: readonly Listed[];
  readonly modifiedIndex?: number;
  readonly createdIndex?: number;
}

async function listed(lab: EtcdLab, node: number): Promise<string[]> {
  const { body } = await ask(lab, node, 'GET', '/?recursive=true&sorted=true');
  const lines = ({ key, value, nodes, modifiedIndex, createdIndex }: Listed): string[] => [
    ...(key === undefined
      ? []
      : [`/1${key}${value === undefined ? '/' : `=${value}`}@${createdIndex},${modifiedIndex}`]),
    ...(nodes ?? []).flatMap(lines),
  ];
  return lines((JSON.parse(body) as { node: Listed }).node).sort();
}
