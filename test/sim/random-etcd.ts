import { drawInt, drawUnit, type Dice } from '../../src/base/random.ts';
import type { ClientOperation, TxnRequest, WatchRequest } from '../../src/etcd/request.ts';
import { defaultAddress } from '../../src/node/core/address.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { drawFault, type FaultName } from '../../src/sim/command/faults.ts';
import type { World } from '../../src/sim/world/world.ts';

const encoder = new TextEncoder();

const faults: readonly FaultName[] = [
  'kill',
  'restart',
  'restart',
  'pause',
  'partition',
  'oneway',
  'loss',
  'duplicate',
  'transfer',
  'compaction',
];

/** Some command of a cluster in use: calls of every kind, streams, HTTP, and trouble; it may be one that cannot be done. */
export function drawEtcdCommand(dice: Dice, world: World): Command {
  const nodes = [...world.machines.keys()];
  const node = pick(dice, nodes) ?? 1;
  const kind = drawUnit(dice);
  if (kind < 0.12) return drawFault(dice, world, pick(dice, faults) ?? 'restart');
  if (kind < 0.15) return { type: 'heal' };
  if (kind < 0.17) return { type: 'addMachine', node: Math.max(...nodes) + 1 };
  if (kind < 0.3) return drawStreamCommand(dice, world, node);
  if (kind < 0.4) return drawHttp(dice, world, node);
  const request = world.calls.lastId + 1;
  return { type: 'request', request, node, operation: drawOperation(dice, nodes) };
}

/** Streams that are open are used and closed as often as new ones are opened. */
function drawStreamCommand(dice: Dice, world: World, node: number): Command {
  const stream = pick(dice, world.streams.open());
  const stake = drawUnit(dice);
  if (stream === undefined || stake < 0.2) {
    const kind = stake < 0.1 ? 'leaseKeepAlive' : stake < 0.18 ? 'watch' : 'snapshot';
    return { type: 'openStream', stream: world.streams.lastId + 1, node, kind };
  }
  if (stake < 0.3) return { type: 'closeStream', stream: stream.id };
  if (stream.kind === 'leaseKeepAlive') {
    return {
      type: 'sendStream',
      stream: stream.id,
      message: { type: 'keepAlive', id: BigInt(drawInt(dice, 1, 6)) },
    };
  }
  return { type: 'sendStream', stream: stream.id, message: drawWatch(dice) };
}

function drawWatch(dice: Dice): WatchRequest {
  const stake = drawUnit(dice);
  if (stake < 0.1) return { type: 'progress' };
  if (stake < 0.2) return { type: 'cancel', watchId: BigInt(drawInt(dice, 0, 4)) };
  const isAll = drawUnit(dice) < 0.5;
  return {
    type: 'create',
    key: isAll ? Uint8Array.of(0) : key(dice),
    rangeEnd: isAll ? Uint8Array.of(0) : new Uint8Array(0),
    startRevision: drawInt(dice, 0, 30),
    progressNotify: drawUnit(dice) < 0.3,
    filters: drawUnit(dice) < 0.2 ? ['NODELETE'] : [],
    prevKv: drawUnit(dice) < 0.3,
    watchId: 0n,
    fragment: false,
  };
}

const pages: readonly (readonly [string, string, string])[] = [
  ['GET', '/health', ''],
  ['GET', '/version', ''],
  ['POST', '/v3/kv/put', '{"key":"YQ==","value":"Yg=="}'],
  ['POST', '/v3/kv/range', '{"key":"YQ==","range_end":"AA=="}'],
  ['POST', '/v3/maintenance/status', '{}'],
  ['POST', '/v3/cluster/member/list', '{}'],
  ['POST', '/v3/lock/lock', '{"name":"bG9jaw=="}'],
  ['POST', '/v3/lock/unlock', '{"key":"bG9jay8x"}'],
  ['POST', '/v3/election/campaign', '{"name":"ZWw=","value":"bWU="}'],
  ['POST', '/v3/election/observe', '{"name":"ZWw="}'],
  ['POST', '/v3/lease/keepalive', '{"ID":"2"}'],
  ['POST', '/v3/watch', '{"create_request":{"key":"AA==","range_end":"AA=="}}'],
  ['POST', '/v3/maintenance/snapshot', '{}'],
  ['POST', '/v3/nothing', '{'],
];

function drawHttp(dice: Dice, world: World, node: number): Command {
  const open = pick(dice, world.http.open());
  if (open !== undefined && drawUnit(dice) < 0.3) return { type: 'httpGone', request: open.id };
  const [method, path, body] = pick(dice, pages) ?? ['GET', '/', ''];
  const request = world.http.lastId + 1;
  return {
    type: 'http',
    request,
    node,
    http: { method, path, headers: {}, body: encoder.encode(body) },
  };
}

function drawOperation(dice: Dice, nodes: readonly number[]): ClientOperation {
  const lease = BigInt(drawInt(dice, 1, 6));
  switch (drawInt(dice, 0, 15)) {
    case 0:
    case 1:
    case 2:
      return { type: 'put', key: key(dice), value: value(dice) };
    case 3:
      return { type: 'put', key: key(dice), value: value(dice), lease, prevKv: true };
    case 4:
      return { type: 'deleteRange', key: key(dice), prevKv: true };
    case 5:
      return { type: 'range', key: key(dice), revision: 0, consistency: 'linearizable' };
    case 6:
      return drawTxn(dice);
    case 7:
      return { type: 'compact', revision: drawInt(dice, 1, 40), physical: drawUnit(dice) < 0.5 };
    case 8:
      return { type: 'leaseGrant', id: drawUnit(dice) < 0.5 ? lease : 0n, ttl: drawInt(dice, 0, 6) };
    case 9:
      return { type: 'leaseRevoke', id: lease };
    case 10:
      return { type: 'leaseKeepAlive', id: lease };
    case 11:
      return { type: 'leaseTimeToLive', id: lease, keys: true };
    case 12: {
      const newcomer = Math.max(...nodes) + drawInt(dice, 0, 1);
      return {
        type: 'memberAdd',
        peerUrls: defaultAddress(newcomer).peerUrls,
        isLearner: drawUnit(dice) < 0.5,
      };
    }
    case 13:
      return { type: 'hashKv', revision: 0 };
    case 14:
      return drawUnit(dice) < 0.5 ? { type: 'status' } : { type: 'defragment' };
    default:
      return drawAuth(dice);
  }
}

/** Users and roles, but authentication itself stays off: everything else would be refused. */
function drawAuth(dice: Dice): ClientOperation {
  const name = `u${drawInt(dice, 1, 3)}`;
  switch (drawInt(dice, 0, 4)) {
    case 0:
      return { type: 'authUserAdd', name, password: 'p' };
    case 1:
      return { type: 'authUserDelete', name };
    case 2:
      return { type: 'authRoleAdd', name: 'r' };
    case 3:
      return { type: 'authUserGrantRole', user: name, role: 'r' };
    default:
      return { type: 'authUserList' };
  }
}

function drawTxn(dice: Dice): TxnRequest {
  const [one, other] = [key(dice), key(dice)];
  const lease = BigInt(drawInt(dice, 0, 6));
  return {
    type: 'txn',
    compare: [{ key: one, result: 'GREATER', target: { type: 'VERSION', value: 0 } }],
    success: [
      { type: 'put', key: one, value: value(dice), lease },
      { type: 'range', key: one, revision: 0, consistency: 'linearizable' },
    ],
    failure: [
      { type: 'put', key: one, value: value(dice) },
      { type: 'deleteRange', key: other.length > one.length ? other : encoder.encode('none') },
    ],
  };
}

function key(dice: Dice): Uint8Array {
  return encoder.encode(`k${drawInt(dice, 0, 7)}`);
}

function value(dice: Dice): Uint8Array {
  return encoder.encode(`${drawInt(dice, 0, 999)}`);
}

function pick<T>(dice: Dice, items: readonly T[]): T | undefined {
  return items[drawInt(dice, 0, items.length - 1)];
}
