import { jsonOfText } from '../rpc/json-write.ts';
import { formatTime, type Nanos } from './time.ts';

export type V2Action =
  'get' | 'create' | 'set' | 'update' | 'delete' | 'compareAndSwap' | 'compareAndDelete' | 'expire';

/** A node as clients see it (etcd: NodeExtern). Absent fields are left out of the JSON. */
export interface V2NodeView {
  /** From the store's root: a client's keys lie below `/1`. */
  readonly key: string;
  readonly value?: string;
  readonly dir?: true;
  readonly expiration?: Nanos;
  /** Seconds left when it was looked at, rounded up. */
  readonly ttl?: number;
  /** Children, without hidden ones, in order of their keys. */
  readonly nodes?: readonly V2NodeView[];
  readonly modifiedIndex: number;
  readonly createdIndex: number;
}

/** What a request has done or found (etcd: Event). Never changed once made. */
export interface V2Event {
  readonly action: V2Action;
  readonly node: V2NodeView;
  readonly prevNode?: V2NodeView;
  /** A new time to live alone: no watch hears of it. */
  readonly refresh?: true;
}

/** Whether the answer is that something has been made: HTTP's 201. */
export function isCreated({ action, prevNode }: V2Event): boolean {
  return action === 'create' || (action === 'set' && prevNode === undefined);
}

/**
 * The event as JSON, without a line end. `below`: this much is taken off the beginning of keys (`/1`). `withoutNodes`: the action
 * alone (noValueOnSuccess).
 */
export function jsonOfEvent(event: V2Event, below: string, withoutNodes = false): string {
  const { action, node, prevNode } = event;
  if (withoutNodes) return `{"action":"${action}"}`;
  const before = prevNode === undefined ? '' : `,"prevNode":${jsonOfNode(prevNode, below)}`;
  return `{"action":"${action}","node":${jsonOfNode(node, below)}${before}}`;
}

/** As a client is told of it; zeros and empty lists are left out, an empty value is not. */
export function jsonOfNode(node: V2NodeView, below: string): string {
  const { key, value, dir, expiration, ttl, nodes, modifiedIndex, createdIndex } = node;
  const fields: string[] = [];
  const shown = below !== '' && key.startsWith(below) ? key.slice(below.length) : key;
  if (shown !== '') fields.push(`"key":${jsonOfText(shown)}`);
  if (value !== undefined) fields.push(`"value":${jsonOfText(value)}`);
  if (dir === true) fields.push('"dir":true');
  if (expiration !== undefined) fields.push(`"expiration":"${formatTime(expiration)}"`);
  if (ttl !== undefined && ttl !== 0) fields.push(`"ttl":${ttl}`);
  if (nodes !== undefined && nodes.length > 0) {
    fields.push(`"nodes":[${nodes.map((child) => jsonOfNode(child, below)).join(',')}]`);
  }
  if (modifiedIndex !== 0) fields.push(`"modifiedIndex":${modifiedIndex}`);
  if (createdIndex !== 0) fields.push(`"createdIndex":${createdIndex}`);
  return `{${fields.join(',')}}`;
}
