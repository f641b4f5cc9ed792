import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { ask, type Json, type RealCluster, type RealMember } from './real-cluster.ts';

/** What a workload has done, for whoever reads its files afterwards. */
export interface Done {
  readonly operations: number;
  readonly refused: number;
  /** Whether users must log in at the end, and root's password. */
  readonly auth: boolean;
}

interface State {
  readonly dice: Dice;
  readonly cluster: RealCluster;
  revision: number;
  readonly leases: string[];
  token: string | undefined;
  auth: boolean;
  roles: number;
  added: boolean;
}

type Deed = (state: State, member: RealMember) => Promise<Json>;

const SHORT = 24;

const put: Deed = ({ dice, token, leases }, member) => {
  const lease = leases.length > 0 && drawInt(dice, 0, 4) === 0 ? (leases.at(-1) ?? '0') : '0';
  return ask(member, 'kv/put', { key: drawKey(dice), value: drawValue(dice), lease }, token);
};

const remove: Deed = ({ dice, token }, member) => {
  const one = drawInt(dice, 0, 3) > 0;
  const key = one ? drawKey(dice) : base64('a/');
  return ask(member, 'kv/deleterange', one ? { key } : { key, range_end: base64('a/3') }, token);
};

const txn: Deed = ({ dice, token }, member) => {
  const key = drawKey(dice);
  const others = Array.from({ length: drawInt(dice, 1, 4) }, () => drawKey(dice));
  const distinct = [...new Set(others)].filter((other) => other !== key);
  const success = distinct.map((other) =>
    drawInt(dice, 0, 4) === 0
      ? { request_delete_range: { key: other } }
      : { request_put: { key: other, value: drawValue(dice) } },
  );
  const compare = [{ target: 'VERSION', result: 'GREATER', key, version: '0' }];
  return ask(
    member,
    'kv/txn',
    { compare, success, failure: [{ request_put: { key, value: drawValue(dice) } }] },
    token,
  );
};

const grant: Deed = async (state, member) => {
  const id = String(1000 + state.leases.length);
  const answer = await ask(member, 'lease/grant', { TTL: '3600', ID: id }, state.token);
  state.leases.push(id);
  return answer;
};

const revoke: Deed = (state, member) => {
  const id = state.leases.pop() ?? '1';
  return ask(member, 'lease/revoke', { ID: id }, state.token);
};

const compact: Deed = (state, member) => {
  const revision = Math.max(1, state.revision - drawInt(state.dice, 0, 12));
  return ask(member, 'kv/compaction', { revision: String(revision), physical: true }, state.token);
};

const defrag: Deed = ({ token }, member) => ask(member, 'maintenance/defragment', {}, token);

const alarm: Deed = ({ dice, token }, member) => {
  const action = drawInt(dice, 0, 2) === 0 ? 'ACTIVATE' : 'DEACTIVATE';
  return ask(member, 'maintenance/alarm', { action, memberID: '77', alarm: 'NOSPACE' }, token);
};

const role: Deed = async (state, member) => {
  const name = `role${state.roles}`;
  state.roles++;
  await ask(member, 'auth/role/add', { name }, state.token);
  const perm = { permType: 'READWRITE', key: base64('a/'), range_end: base64('b') };
  await ask(member, 'auth/role/grant', { name, perm }, state.token);
  await ask(member, 'auth/user/add', { name: `user${name}`, password: 'pass' }, state.token);
  return ask(member, 'auth/user/grant', { user: `user${name}`, role: name }, state.token);
};

const enableAuth: Deed = async (state, member) => {
  if (state.auth) return {};
  await ask(member, 'auth/user/add', { name: 'root', password: 'root' });
  await ask(member, 'auth/role/add', { name: 'root' });
  await ask(member, 'auth/user/grant', { user: 'root', role: 'root' });
  const answer = await ask(member, 'auth/enable', {});
  state.auth = true;
  state.token = await logIn(member);
  return answer;
};

/** A learner that never comes: it changes the membership and takes nothing from the quorum. */
const learner: Deed = async (state, member) => {
  if (state.added) return {};
  state.added = true;
  return ask(
    member,
    'cluster/member/add',
    { peerURLs: ['http://127.0.0.1:1'], isLearner: true },
    state.token,
  );
};

/** What is drawn, and how often among 100. */
const DEEDS: readonly [number, Deed][] = [
  [50, put],
  [14, remove],
  [14, txn],
  [5, grant],
  [3, revoke],
  [4, compact],
  [1, defrag],
  [1, alarm],
  [2, role],
  [1, enableAuth],
  [1, learner],
];

/** Does a seed's deeds, one after the other, at members that are drawn. What etcd refuses is counted. */
export async function runWorkload(cluster: RealCluster, seed: number, operations: number): Promise<Done> {
  const dice = makeDice(seed, 'real-etcd');
  const state: State = {
    dice,
    cluster,
    revision: 1,
    leases: [],
    token: undefined,
    auth: false,
    roles: 0,
    added: false,
  };
  let refused = 0;
  for (let i = 0; i < operations; i++) {
    const member = cluster.members[drawInt(dice, 0, cluster.members.length - 1)];
    if (member === undefined) throw new Error('a cluster without members');
    try {
      state.revision = revisionOf(await drawDeed(dice)(state, member)) ?? state.revision;
    } catch (error) {
      if (!(error instanceof Error) || !/: [45]\d\d /.test(error.message)) throw error;
      refused++;
    }
  }
  return { operations, refused, auth: state.auth };
}

export async function logIn(member: RealMember): Promise<string> {
  const answer = await ask(member, 'auth/authenticate', { name: 'root', password: 'root' });
  const { token } = answer as { token?: string };
  if (token === undefined) throw new Error('no token');
  return token;
}

function drawDeed(dice: Dice): Deed {
  let drawn = drawInt(dice, 0, DEEDS.reduce((sum, [weight]) => sum + weight, 0) - 1);
  for (const [weight, deed] of DEEDS) {
    drawn -= weight;
    if (drawn < 0) return deed;
  }
  return put;
}

function drawKey(dice: Dice): string {
  return base64(`${drawInt(dice, 0, 3) === 0 ? 'b' : 'a'}/${drawInt(dice, 0, 12)}`);
}

/** Mostly short; now and then longer than a page of the db. */
function drawValue(dice: Dice): string {
  const length = drawInt(dice, 0, 30) === 0 ? drawInt(dice, 3000, 9000) : drawInt(dice, 0, SHORT);
  return Buffer.alloc(length, drawInt(dice, 33, 126)).toString('base64');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function revisionOf(answer: Json): number | undefined {
  const { header } = answer as { header?: { revision?: string } };
  return header?.revision === undefined ? undefined : Number(header.revision);
}
