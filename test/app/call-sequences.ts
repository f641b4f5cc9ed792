import { fc } from '@fast-check/vitest';
import { present } from '../../src/base/assert.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { makeScripting, type Quorumscope } from '../../src/app/scripting.ts';
import { Lab } from '../../src/lab/lab.ts';
import type { FrameRequest } from '../../src/lab/frame/frame.ts';
import type { LabPort } from '../../src/lab/lab-port.ts';
import type { WorldState } from '../../src/lab/frame/world-state.ts';
import { Member } from '../../src/node/member.ts';
import type { SavedLab } from '../../src/saved/saved-lab.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

/** One call of the scripting object, or of the lab behind it (`lab.act`), with its arguments as they are written down. */
export interface Step {
  readonly call: string;
  readonly args: readonly unknown[];
}

export interface Sequence {
  readonly config: Partial<LabConfig>;
  readonly steps: readonly Step[];
}

/** Stands for the number of some message in flight, or open stream, when its turn comes. */
interface Pick {
  readonly pick: 'message' | 'stream' | 'http';
  readonly nth: number;
}

/** What no id should be, and what no number should be. */
const oddValues = [0, -1, 1024, 2 ** 31, 1.5, NaN, Infinity, 'x', null, undefined, {}, [], true, '__proto__'];
const odd = fc.constantFrom(...oddValues);
const often = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: good, weight: 12 }, { arbitrary: odd, weight: 1 });

const machine = fc.integer({ min: 1, max: 6 });
const id = often(
  fc.oneof({ arbitrary: machine, weight: 9 }, { arbitrary: fc.integer({ min: 7, max: 20 }), weight: 1 }),
);
const message = often(fc.record({ pick: fc.constant('message'), nth: fc.nat(30) }));
const stream = often(fc.record({ pick: fc.constant('stream'), nth: fc.nat(4) }));
const key = often(fc.constantFrom('a', 'b', 'lock/1', ''));
const bytes = fc.constantFrom('a', 'b', 'lock/1').map(encodeUtf8);
const text = often(fc.constantFrom('1', '', 'x'.repeat(3000)));
/** Not what lasts for days: that is done in slices, and somebody would have to stop it. */
const ms = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 400 }), weight: 10 },
  { arbitrary: fc.constantFrom(0, 0.5, 1000, -1, NaN, Infinity, 'x', null, undefined, {}), weight: 1 },
);
const count = often(fc.integer({ min: 1, max: 5 }));
const kind = often(fc.constantFrom('event', 'message', 'tick', 'commit', 'fault', undefined));
const atNode = often(fc.oneof(fc.constant(undefined), fc.record({ node: machine })));
const hex = often(
  fc.constantFrom(
    '8211f1d0f64f3269',
    '91bc3c398fb3c146',
    'fd422379fda50e48',
    '1',
    '7b',
    '0',
    'ffffffffffffffff',
  ),
);
const flag = often(fc.boolean());
const url = fc.constantFrom(
  'http://127.0.0.1:42380',
  'http://127.0.0.1:52380',
  'http://127.0.0.1:12380',
  'nonsense',
);
const change = fc.record({ type: often(fc.constantFrom('voter', 'learner', 'remove')), member: id });

const operation = fc.oneof(
  fc.record({ type: fc.constant('memberAdd'), peerUrls: fc.array(url, { maxLength: 2 }), isLearner: flag }),
  fc.record({
    type: fc.constantFrom('memberRemove', 'memberPromote', 'leaseRevoke', 'leaseKeepAlive'),
    id: hex,
  }),
  fc.record({ type: fc.constant('memberUpdate'), id: hex, peerUrls: fc.array(url, { maxLength: 2 }) }),
  fc.record({ type: fc.constant('moveLeader'), target: hex }),
  fc.record({ type: fc.constant('compact'), revision: often(fc.nat(6)), physical: flag }),
  fc.record({ type: fc.constant('leaseGrant'), ttl: often(fc.integer({ min: -1, max: 20 })), id: hex }),
  fc.record({ type: fc.constant('leaseTimeToLive'), id: hex, keys: flag }),
  fc.record({
    type: fc.constantFrom('memberList', 'status', 'defragment', 'hash', 'leaseLeases', 'nothing'),
  }),
  fc.record({ type: fc.constantFrom('authEnable', 'authDisable', 'authUserList', 'authRoleList') }),
  fc.record({ type: fc.constant('authUserAdd'), name: key, password: text }),
  fc.record({ type: fc.constant('authUserGrantRole'), user: key, role: fc.constantFrom('root', 'r') }),
  fc.record({ type: fc.constantFrom('authUserGet', 'authUserDelete', 'authRoleAdd'), name: key }),
  fc.record({ type: fc.constant('authenticate'), name: key, password: text }),
  fc.record({
    type: fc.constant('alarm'),
    action: fc.constantFrom('GET', 'ACTIVATE', 'DEACTIVATE'),
    member: hex,
  }),
  fc.record({ type: fc.constant('put'), key, value: text, lease: hex, ignoreValue: flag }),
  fc.record({ type: fc.constant('deleteRange'), key, rangeEnd: text }),
);
const txn = fc.record({
  compare: fc.array(
    fc.record({ key, target: fc.record({ type: fc.constantFrom('VERSION', 'MOD'), value: count }) }),
    {
      maxLength: 2,
    },
  ),
  success: fc.array(fc.oneof(operation, fc.record({ type: fc.constant('range'), key })), { maxLength: 3 }),
});
const link = fc.record(
  {
    latencyMs: often(fc.constantFrom(0, 0.001, 1, 10, 300)),
    jitterMs: often(fc.constantFrom(0, 4, 2000)),
    loss: often(fc.constantFrom(0, 0.3, 1)),
    duplicate: often(fc.constantFrom(0, 0.5, 1)),
    reorder: often(fc.constantFrom(0, 0.5, 1)),
    hold: flag,
  },
  { requiredKeys: [] },
);
const disk = fc.record(
  { fsyncMs: often(fc.constantFrom(0, 0.001, 4, 700)), stuck: flag },
  { requiredKeys: [] },
);
const settings = fc.record(
  {
    preVote: flag,
    checkQuorum: flag,
    electionTicks: often(fc.integer({ min: 2, max: 30 })),
    snapshotCount: often(fc.integer({ min: 1, max: 20 })),
    maxInflightMsgs: often(fc.integer({ min: 1, max: 3 })),
    strictReconfigCheck: flag,
  },
  { requiredKeys: [] },
);
const command = fc.oneof(
  fc.record({ type: fc.constantFrom('addMachine', 'restart', 'uncut', 'crash', 'resume'), node: id }),
  fc.record({
    type: fc.constant('confChange'),
    request: often(fc.constant(1_000_000)),
    node: id,
    change: fc.record({
      version: fc.constantFrom(1, 2, 3),
      type: fc.constantFrom('ConfChangeAddNode', 'ConfChangeRemoveNode', 'ConfChangeUpdateNode', 'nothing'),
      nodeId: id,
      transition: fc.constant('ConfChangeTransitionJointExplicit'),
      changes: fc.array(
        fc.record({ type: fc.constantFrom('ConfChangeAddNode', 'ConfChangeRemoveNode'), nodeId: id }),
        {
          maxLength: 3,
        },
      ),
    }),
  }),
);
const frame = fc.record({
  elapsedMs: fc.nat(40),
  log: fc.constant('tail'),
  logColumns: fc.integer({ min: 1, max: 20 }),
  timeline: fc.constant({ from: 0, to: 5_000_000, maxArrows: 50, hide: [] }),
  store: fc.oneof(
    fc.constant(undefined),
    fc.record({ node: machine, revision: fc.nat(3), limit: fc.constant(5) }),
  ),
}) satisfies fc.Arbitrary<FrameRequest>;
const selection = fc.oneof(
  fc.record({ type: fc.constant('node'), id: machine }),
  fc.record({ type: fc.constantFrom('message', 'request'), id: fc.nat(300) }),
  fc.record({ type: fc.constant('entry'), node: machine, index: fc.nat(20) }),
);

const watched = fc.record({
  type: fc.constant('create'),
  watchId: fc.constantFrom(0n, 1n, 2n, -1n),
  key: bytes,
  rangeEnd: fc.constantFrom(new Uint8Array(), Uint8Array.of(0), Uint8Array.of(0x7a)),
  startRevision: fc.integer({ min: -1, max: 9 }),
  progressNotify: fc.boolean(),
  filters: fc.constantFrom([], ['NOPUT'], ['NODELETE', 'NOPUT']),
  prevKv: fc.boolean(),
  fragment: fc.boolean(),
});
const said = fc.oneof(
  watched,
  fc.record({ type: fc.constant('cancel'), watchId: fc.constantFrom(0n, 1n, 2n, 77n) }),
  fc.record({ type: fc.constant('progress') }),
  fc.record({ type: fc.constant('keepAlive'), id: fc.constantFrom(0n, 1n, 123n, -1n) }),
);
const opening = fc.oneof(
  fc.record({ kind: fc.constant('watch'), first: watched }),
  fc.record({ kind: fc.constant('watch'), needsLeader: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('leaseKeepAlive', 'snapshot', 'watch'), node: machine }),
);
const json = { key: 'YQ==', name: 'bQ==', value: 'MQ==', ID: '8249849236459835529', TTL: '9', lease: '7' };
const http = fc.record({
  type: fc.constant('http'),
  request: fc.record({ pick: fc.constant('http'), nth: fc.constant(0) }),
  node: machine,
  http: fc.record({
    method: fc.constantFrom('POST', 'POST', 'GET', 'PUT'),
    path: fc
      .constantFrom(
        'kv/put',
        'kv/range',
        'kv/txn',
        'watch',
        'lease/grant',
        'lease/keepalive',
        'lock/lock',
        'lock/unlock',
        'election/campaign',
        'election/observe',
        'cluster/member/remove',
        'cluster/member/promote',
        'nowhere',
        'cluster/member/list',
        'maintenance/snapshot',
        'maintenance/status',
        'auth/enable',
      )
      .map((path) => `/v3/${path}`),
    headers: fc.constantFrom({}, { 'grpc-timeout': '50m' }, { 'grpc-metadata-hasleader': 'true' }),
    body: fc
      .constantFrom<object[]>(json, {}, { create_request: json }, { success: [{ request_put: json }] }, [])
      .map((body) => encodeUtf8(JSON.stringify(body))),
  }),
});
const asked = fc.oneof(
  fc.record({
    operation: fc.record({
      type: fc.constantFrom('range', 'deleteRange', 'put'),
      key,
      value: text,
      rangeEnd: text,
    }),
  }),
  fc.record({ operation: fc.record({ type: fc.constant('put'), key, value: text }), node: machine }),
  fc.record({ operation: fc.record({ type: fc.constant('compact'), revision: often(fc.nat(6)) }) }),
  fc.record({
    operation: fc.record({ type: fc.constant('range'), key, revision: often(fc.nat(6)) }),
    node: id,
  }),
);

function calls(weight: number, call: string | readonly string[], ...args: fc.Arbitrary<unknown>[]) {
  const names = typeof call === 'string' ? [call] : call;
  const arbitrary = fc.record({ call: fc.constantFrom(...names), args: fc.tuple(...args) });
  return { weight: weight * names.length, arbitrary };
}

const time = [calls(24, 'runFor', ms), calls(2, 'step', kind, count)];
const travel = [
  calls(1, 'back', kind, count),
  calls(1, 'seek', often(fc.nat(6000))),
  calls(1, ['live', 'pause', 'state', 'hash', 'streams', 'clients']),
  calls(1, 'play', often(fc.constantFrom(1, 0.04, 20, 0, Infinity))),
  calls(2, 'switchTo', often(fc.nat(4))),
  calls(1, 'goTo', often(fc.record({ branch: fc.nat(3), atMs: fc.nat(3000) }))),
  calls(1, ['deleteBranch', 'restoreBranch'], often(fc.nat(4))),
  calls(1, 'addMoment', text),
  calls(1, 'lab.frame', frame),
  calls(1, 'lab.inspect', selection),
];
const members = [
  calls(
    3,
    'memberAdd',
    id,
    often(fc.oneof(fc.constant(undefined), fc.record({ learner: flag, node: machine }))),
  ),
  calls(3, ['memberPromote', 'memberRemove'], id, atNode),
  calls(
    2,
    'memberChange',
    fc.array(change, { maxLength: 4 }),
    often(fc.constantFrom(undefined, { transition: 'explicit' })),
  ),
  calls(1, 'leaveJoint', atNode),
  calls(1, 'lab.act', command),
];
const faults = [
  calls(3, ['kill', 'restart'], id),
  calls(2, ['pauseNode', 'resumeNode', 'campaign', 'snapshotNow', 'transferLeader'], id),
  calls(1, ['forgetLeader', 'isolate'], id),
  calls(2, 'heal'),
  calls(1, 'partition', often(fc.array(fc.array(id, { maxLength: 3 }), { maxLength: 3 }))),
  calls(1, 'cut', id, id, often(fc.constantFrom(undefined, { oneWay: true }))),
  calls(3, 'link', id, id, link),
  calls(2, 'disk', id, disk),
  calls(1, 'configure', id, settings),
  calls(1, ['deliver', 'hold', 'release', 'drop', 'duplicate'], message),
];
const clients = [
  calls(4, ['put'], key, text, atNode),
  calls(2, 'get', key, often(fc.constantFrom(undefined, { consistency: 'serializable' }, { node: 2 }))),
  calls(4, 'call', operation, atNode),
  calls(1, 'txn', txn, atNode),
  calls(1, 'watch', fc.record({ key, startRevision: often(fc.nat(4)), progressNotify: flag }), atNode),
  calls(1, ['closeStream', 'lab.closeStream'], stream),
  calls(2, 'lab.openStream', opening),
  calls(3, 'lab.sendStream', stream, said),
  calls(3, 'lab.act', http),
  calls(2, 'lab.call', asked),
  calls(
    2,
    'startClient',
    fc.constantFrom('c1', 'c2'),
    often(fc.constantFrom('lock', 'elect', 'observe', 'keepAlive', 'stm')),
  ),
  calls(1, ['pauseClient', 'resumeClient', 'stopClient'], fc.constantFrom('c1', 'c2', 'c3')),
  calls(
    1,
    'tellClient',
    fc.constantFrom('c1', 'c2'),
    often(fc.constantFrom('release', 'publish', 'stopKeepAlive')),
  ),
  calls(1, 'etcdctl', often(fc.constantFrom('put a 1', 'get a', 'member list', 'del a', 'member remove 7b'))),
];
const step: fc.Arbitrary<Step> = fc.oneof(...time, ...travel, ...members, ...faults, ...clients);

const config: fc.Arbitrary<Partial<LabConfig>> = fc.record(
  {
    nodes: fc.constantFrom(1, 2, 3, 3, 5),
    learners: fc.constantFrom(0, 0, 1, 2),
    seed: fc.nat(1000),
    bootstrap: fc.constantFrom('plain', 'etcd'),
    preVote: fc.boolean(),
    checkQuorum: fc.boolean(),
    stepDownOnRemoval: fc.boolean(),
    electionTicks: fc.constantFrom(3, 4, 10, 17, 1000),
    tickMs: fc.constantFrom(7.3, 10, 50, 100, 100, 999.999, 60_000),
    latencyMs: fc.constantFrom(0, 0.001, 1, 10, 10, 150, 60_000),
    jitterMs: fc.constantFrom(0, 4, 4, 1500),
    loss: fc.constantFrom(0, 0, 0, 0.1, 1),
    duplicate: fc.constantFrom(0, 0, 0.2, 1),
    reorder: fc.constantFrom(0, 0, 0.3),
    fsyncMs: fc.constantFrom(0, 4, 4, 60),
    applyMs: fc.constantFrom(0, 1, 1, 40),
    snapshotCount: fc.constantFrom(1, 2, 5, 100, 10_000),
    snapshotCatchUpEntries: fc.constantFrom(0, 1, 20),
    maxSizePerMsg: fc.constantFrom(1, 100, 1024 * 1024),
    maxInflightMsgs: fc.constantFrom(1, 2, 256),
    clientTimeoutMs: fc.constantFrom(1, 300, 5000, 3_600_000),
    quotaBytes: fc.constantFrom(1, 5000, 2 ** 31),
    strictReconfigCheck: fc.constantFrom(true, true, false),
    leaseCheckpoints: fc.boolean(),
    corruptCheckMs: fc.constantFrom(0, 0, 1, 500),
    autoCompactionMode: fc.constantFrom('periodic', 'revision'),
    autoCompactionRetention: fc.constantFrom(0, 0, 1, 1000),
    heartbeatTicks: fc.constantFrom(1, 1, 2),
    maxTxnOps: fc.constantFrom(1, 128),
    maxRequestBytes: fc.constantFrom(1, 200, 1_500_000),
    authTokenTtlMs: fc.constantFrom(1, 300_000),
    watchProgressMs: fc.constantFrom(1, 600_000),
    clusterToken: fc.constantFrom('', 'etcd-cluster-1'),
  },
  { requiredKeys: ['nodes', 'seed', 'bootstrap', 'tickMs', 'latencyMs'] },
);

/** So many calls each; what fails is shrunk to those of them that matter. */
export function sequences(length: number): fc.Arbitrary<Sequence> {
  return fc.record({
    config,
    steps: fc
      .array(fc.option(step, { nil: undefined, freq: 1000 }), { minLength: length, maxLength: length })
      .map((steps) => steps.filter((each) => each !== undefined)),
  });
}

/** As somebody would type it. */
export function written({ config, steps }: Sequence): string {
  const lines = steps.map(({ call, args }) => `${call}(${args.map((arg) => show(arg)).join(', ')})`);
  return [`reset(${JSON.stringify(config)})`, ...lines].join('\n');
}

function show(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each));
}

/** The hash of its history. Throws when a member has fallen, a promise is broken, or an error is none of those that are documented. */
export async function runSequence(sequence: Sequence, atEnd?: (lab: Lab) => Promise<void>): Promise<string> {
  let looks = 0; // a millisecond passes from one look at the clock to the next
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => looks++ });
  const script = makeScripting(Promise.resolve(lab), 'test', Promise.resolve());
  const run: Running = { script, lab, lastHttp: 0 };
  const wrong: unknown[] = [];
  await script.reset(sequence.config);
  for (const each of sequence.steps) {
    const isGoing = ['runFor', 'step', 'lab.frame'].includes(each.call);
    const before = isGoing ? (await lab.state()).timeMs : 0;
    await settled(await call(run, each), wrong);
    if (isGoing) expectTime(await lab.state(), before);
    if (wrong.length > 0)
      throw new Error(`${each.call} ends with ${describe(wrong[0])}\n${written(sequence)}`);
  }
  await script.pause();
  await script.live();
  await script.runFor(500);
  const state = await lab.state();
  const problem = problemOf(state) ?? (wrong.length > 0 ? describe(wrong[0]) : undefined);
  if (problem !== undefined) throw new Error(`${problem}\n${written(sequence)}`);
  const hash = await script.hash();
  await script.seek(state.timeMs / 2);
  await script.live();
  if ((await script.hash()) !== hash) throw new Error(`a seek changes the hash\n${written(sequence)}`);
  await atEnd?.(lab);
  return hash;
}

/** Plays it, captures what it has become, and opens that in another lab: the hash there. */
export async function reopenSequence(sequence: Sequence): Promise<string> {
  let saved: SavedLab | undefined;
  await runSequence(sequence, async (lab) => {
    saved = await lab.capture();
  });
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reopen(structuredClone(present(saved, 'a sequence comes to its end')));
  return lab.hash();
}

interface Running {
  readonly script: Quorumscope;
  readonly lab: LabPort;
  lastHttp: number;
}

/** A client's call is not waited for: it may be under way long after its step. */
const waitsForAnswer: ReadonlySet<string> = new Set([
  'put',
  'get',
  'call',
  'txn',
  'etcdctl',
  'memberAdd',
  'memberPromote',
  'memberRemove',
  'memberChange',
  'leaveJoint',
  'lab.call',
]);

async function call(run: Running, { call: name, args }: Step): Promise<Ended> {
  const { script, lab } = run;
  const given = await Promise.all(args.map((arg) => meant(run, arg)));
  const target: unknown = name.startsWith('lab.') ? lab : script;
  const method = name.replace('lab.', '');
  const made = (target as Record<string, (...given: unknown[]) => Promise<unknown>>)[method];
  if (made === undefined) throw new Error(`there is no call ${name}`);
  const ended = made.apply(target, given).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { ended, isWaitedFor: !waitsForAnswer.has(name) };
}

interface Ended {
  readonly ended: Promise<unknown>;
  readonly isWaitedFor: boolean;
}

async function settled({ ended, isWaitedFor }: Ended, wrong: unknown[]): Promise<void> {
  const noted = ended.then((error) => {
    if (error !== undefined && !isDocumented(error)) wrong.push(error);
  });
  if (isWaitedFor) await noted;
  else await Promise.resolve();
}

/** What cannot be done says so: a CommandError, or an Error of the argument that is wrong. */
function isDocumented(error: unknown): boolean {
  return error instanceof Error && (error.name === 'CommandError' || error.name === 'Error');
}

async function meant(run: Running, arg: unknown): Promise<unknown> {
  if (typeof arg !== 'object' || arg === null) return arg;
  if ('request' in arg) return { ...arg, request: await meant(run, arg.request) };
  return 'pick' in arg ? picked(run, arg as Pick) : arg;
}

async function picked(run: Running, { pick, nth }: Pick): Promise<number> {
  if (pick === 'http') return ++run.lastHttp;
  const all = pick === 'message' ? (await run.lab.state()).messages : await run.lab.streams();
  return all[nth % all.length]?.id ?? 1;
}

function expectTime({ timeMs }: WorldState, before: number): void {
  if (!(timeMs >= before)) throw new Error(`time goes from ${before} to ${timeMs}`);
}

function problemOf(state: WorldState): string | undefined {
  const crashed = state.nodes.find((node) => node.crashed !== undefined);
  if (crashed !== undefined) return `node ${crashed.id} has fallen: ${crashed.crashed}`;
  const [violation] = state.violations;
  if (violation !== undefined) return `${violation.property}: ${violation.detail}`;
  const numbers = JSON.stringify(state, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? 'NOT A NUMBER' : value,
  );
  return numbers.includes('NOT A NUMBER') ? `state() has a number that is none: ${numbers}` : undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
