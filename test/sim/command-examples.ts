import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { Command, CommandType } from '../../src/sim/command/command.ts';

const key = encodeUtf8('a');
const no = new Uint8Array(0);
const session = { lease: 0n, ttl: 5, keepAlive: true };

const at = { client: 'c1', endpoints: [1, 2] };

/** Commands of every type as they are kept, together with every field that they may have. A new type brings its own. */
export const commandExamples: {
  readonly [Type in CommandType]: readonly Extract<Command, { readonly type: Type }>[];
} = {
  kill: [{ type: 'kill', node: 1 }],
  crashed: [{ type: 'crashed', node: 1, reason: 'threw' }],
  restart: [{ type: 'restart', node: 1 }],
  forceNewCluster: [{ type: 'forceNewCluster', node: 1 }],
  pause: [{ type: 'pause', node: 1 }],
  resume: [{ type: 'resume', node: 1 }],
  addMachine: [{ type: 'addMachine', node: 4 }],
  disk: [{ type: 'disk', node: 1, settings: { fsyncMs: 4.5, stuck: true } }],
  loseDisk: [{ type: 'loseDisk', node: 1 }],
  campaign: [{ type: 'campaign', node: 1 }],
  transferLeader: [{ type: 'transferLeader', to: 2 }],
  forgetLeader: [{ type: 'forgetLeader', node: 1 }],
  snapshotNow: [{ type: 'snapshotNow', node: 1 }],
  configure: [{ type: 'configure', node: 1, settings: { preVote: true, electionTicks: 20 } }],
  isolate: [{ type: 'isolate', node: 1 }],
  partition: [{ type: 'partition', groups: [[1, 2], [3]] }],
  cut: [{ type: 'cut', from: 1, to: 2, oneWay: true }],
  uncut: [{ type: 'uncut', from: 1, to: 2, oneWay: false }],
  heal: [{ type: 'heal' }],
  link: [
    {
      type: 'link',
      from: 1,
      to: 2,
      settings: { latencyMs: 3, jitterMs: 0, loss: 0.5, duplicate: 1, reorder: 0, hold: false },
    },
  ],
  deliver: [{ type: 'deliver', message: 7 }],
  hold: [{ type: 'hold', message: 7 }],
  release: [{ type: 'release', message: 7 }],
  drop: [{ type: 'drop', message: 7 }],
  duplicate: [{ type: 'duplicate', message: 7 }],
  request: [
    {
      type: 'request',
      request: 5,
      node: 1,
      operation: { type: 'put', key, value: no, lease: -1n, prevKv: true },
      client: 'c1',
      token: 'root.1',
    },
    {
      type: 'request',
      request: 5,
      node: 1,
      operation: {
        type: 'range',
        key,
        rangeEnd: Uint8Array.of(0, 255),
        revision: -3,
        limit: 1,
        sortOrder: 'ASCEND',
        sortTarget: 'MOD',
        keysOnly: true,
        consistency: 'serializable',
      },
    },
    {
      type: 'request',
      request: 5,
      node: 1,
      operation: {
        type: 'txn',
        compare: [
          { key, result: 'LESS', target: { type: 'VALUE', value: key } },
          { key, result: 'EQUAL', target: { type: 'LEASE', value: 9n } },
          { key, result: 'EQUAL', target: { type: 'MOD', value: undefined } },
        ],
        success: [
          { type: 'txn', compare: [], success: [{ type: 'deleteRange', key }], failure: [] },
          { type: 'empty' },
        ],
        failure: [{ type: 'put', key, value: key }],
      },
    },
    { type: 'request', request: 5, node: 1, operation: { type: 'memberAdd', peerUrls: ['http://a:1'] } },
    { type: 'request', request: 5, node: 1, operation: { type: 'moveLeader', target: 2n ** 64n - 1n } },
    { type: 'request', request: 5, node: 1, operation: { type: 'authUserAdd', name: 'u', password: 'p' } },
    {
      type: 'request',
      request: 5,
      node: 1,
      operation: {
        type: 'authRoleGrantPermission',
        name: 'r',
        perm: { permType: 'READ', key, rangeEnd: no },
      },
    },
    {
      type: 'request',
      request: 5,
      node: 1,
      operation: { type: 'alarm', action: 'ACTIVATE', member: 3n, alarm: 'NOSPACE' },
    },
  ],
  confChange: [
    {
      type: 'confChange',
      request: 5,
      node: 1,
      change: { version: 1, id: 0, type: 'ConfChangeAddNode', nodeId: 4, context: undefined },
      means: 'add',
    },
    {
      type: 'confChange',
      request: 5,
      node: 1,
      change: {
        version: 2,
        transition: 'ConfChangeTransitionJointExplicit',
        changes: [{ type: 'ConfChangeRemoveNode', nodeId: 2 }],
        context: key,
      },
    },
  ],
  byHand: [{ type: 'byHand', on: true }],
  finishWrite: [{ type: 'finishWrite', node: 1 }],
  finishApply: [{ type: 'finishApply', node: 1 }],
  tick: [{ type: 'tick', node: 1 }],
  elapse: [{ type: 'elapse', node: 1 }],
  report: [{ type: 'report', report: 7 }],
  clientStep: [{ type: 'clientStep', client: 'c1' }],
  timeout: [{ type: 'timeout', request: 5 }],
  openStream: [{ type: 'openStream', stream: 3, node: 1, kind: 'watch', client: 'c1', token: 't' }],
  sendStream: [
    {
      type: 'sendStream',
      stream: 3,
      message: {
        type: 'create',
        key,
        rangeEnd: no,
        startRevision: 1,
        progressNotify: true,
        filters: ['NOPUT'],
        prevKv: true,
        watchId: 2n,
        fragment: false,
      },
    },
    { type: 'sendStream', stream: 3, message: { type: 'cancel', watchId: -1n } },
    { type: 'sendStream', stream: 3, message: { type: 'keepAlive', id: 7n } },
  ],
  closeStream: [{ type: 'closeStream', stream: 3 }],
  http: [
    {
      type: 'http',
      request: 5,
      node: 1,
      http: { method: 'POST', path: '/v3/kv/put', headers: { a: 'b' }, body: key },
    },
  ],
  httpGone: [{ type: 'httpGone', request: 5 }],
  startClient: [
    {
      type: 'startClient',
      ...at,
      program: { recipe: 'lock', name: key, holds: true, ...session },
      policy: { attemptsMax: 3, backoffMs: 25, jitter: 0.1, retryWrites: 'never' },
      user: { name: 'u', password: 'p' },
    },
    { type: 'startClient', ...at, program: { recipe: 'rwLock', name: key, mode: 'read', ...session } },
    {
      type: 'startClient',
      ...at,
      program: { recipe: 'campaign', name: key, value: key, holds: true, ...session },
    },
    { type: 'startClient', ...at, program: { recipe: 'observe', name: key, once: false } },
    { type: 'startClient', ...at, program: { recipe: 'leaderKey', key, createRevision: 3, lease: 4n } },
    {
      type: 'startClient',
      ...at,
      program: {
        recipe: 'stm',
        isolation: 'serializable',
        attemptsMax: 0,
        statements: [
          { type: 'read', key },
          { type: 'write', key, value: { type: 'sum', keys: [key], plus: 1 } },
          { type: 'require', key, atLeast: 1 },
        ],
      },
    },
    {
      type: 'startClient',
      ...at,
      program: { recipe: 'register', service: key, instance: '1', address: key, ttl: 5 },
    },
    { type: 'startClient', ...at, program: { recipe: 'resolve', service: key } },
    { type: 'startClient', ...at, program: { recipe: 'enqueue', name: key, value: key, priority: 3 } },
    { type: 'startClient', ...at, program: { recipe: 'dequeue', name: key, order: 'fifo', count: 1 } },
    { type: 'startClient', ...at, program: { recipe: 'keepAlive', ...session } },
    { type: 'startClient', ...at, program: { recipe: 'barrier', key, does: 'wait' } },
    { type: 'startClient', ...at, program: { recipe: 'doubleBarrier', key, count: 2, ...session } },
    {
      type: 'startClient',
      ...at,
      program: {
        recipe: 'calls',
        operations: [{ type: 'put', key, value: key }],
        gapMs: 5,
        stays: false,
      },
    },
    {
      type: 'startClient',
      ...at,
      program: {
        recipe: 'load',
        name: key,
        settings: {
          clients: 1,
          perSecond: 2,
          put: 3,
          get: 4,
          txn: 5,
          delete: 6,
          serializable: 7,
          keys: 8,
          valueBytes: 9,
        },
      },
    },
  ],
  tellClient: [
    { type: 'tellClient', client: 'c1', told: { type: 'release' } },
    { type: 'tellClient', client: 'c1', told: { type: 'publish', value: key } },
    { type: 'tellClient', client: 'c1', told: { type: 'dial', load: { perSecond: 0 } } },
    { type: 'tellClient', client: 'c1', told: { type: 'call', operation: { type: 'leaseRevoke', id: 1n } } },
  ],
  pauseClient: [{ type: 'pauseClient', client: 'c1' }],
  resumeClient: [{ type: 'resumeClient', client: 'c1' }],
  stopClient: [{ type: 'stopClient', client: 'c1' }],
};
