import { decodeUtf8 } from '../../base/utf8.ts';

/** A member as the v2 store has it, under `/0/members/<id>`. */
export interface V2Member {
  readonly id: bigint;
  readonly name?: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

export interface V2Summary {
  /** The cluster's version, `/0/version`. */
  readonly version?: string;
  readonly members: readonly V2Member[];
  /** Ids that were members once, `/0/removed_members`. */
  readonly removed: readonly bigint[];
  /** Keys of clients: those under `/1`, without directories. */
  readonly keys: number;
  readonly directories: number;
  /** The store's own count of changes. */
  readonly currentIndex: number;
}

/** A node of the store as etcd's JSON has it (v2store: node). */
interface Node {
  readonly value: string;
  readonly children: ReadonlyMap<string, Node> | undefined;
}

/** The v2 store that a snapshot's data is: JSON of its tree, its history and its counts. */
export function readV2Store(data: Uint8Array): V2Summary | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(decodeUtf8(data));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: `no JSON of a v2 store: ${error.message}` };
  }
  const root = nodeOf(fieldOf(json, 'Root'), 0);
  if (root === undefined) return { problem: 'no v2 store: its JSON has no Root' };
  const index = fieldOf(json, 'CurrentIndex');
  const version = at(root, '0', 'version')?.value ?? '';
  const counts = { keys: 0, directories: 0 };
  count(at(root, '1'), counts);
  return {
    ...(version === '' ? {} : { version }),
    members: [...(at(root, '0', 'members')?.children ?? [])].flatMap(([id, node]) => memberOf(id, node)),
    removed: [...(at(root, '0', 'removed_members')?.children?.keys() ?? [])].flatMap((id) => idOf(id)),
    ...counts,
    currentIndex: typeof index === 'number' ? index : 0,
  };
}

/** So deep may directories be within directories. */
const DEPTH_MAX = 1000;

function nodeOf(json: unknown, depth: number): Node | undefined {
  if (typeof json !== 'object' || json === null || depth > DEPTH_MAX) return undefined;
  const value = fieldOf(json, 'Value');
  const within = fieldOf(json, 'Children');
  const text = typeof value === 'string' ? value : '';
  if (typeof within !== 'object' || within === null) return { value: text, children: undefined };
  const children = new Map<string, Node>();
  for (const [name, child] of Object.entries(within)) {
    const node = nodeOf(child, depth + 1);
    if (node !== undefined) children.set(name, node);
  }
  return { value: text, children };
}

function at(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((found, name) => found?.children?.get(name), node);
}

/** Of the children of a directory and theirs. */
function count(node: Node | undefined, into: { keys: number; directories: number }): void {
  for (const child of node?.children?.values() ?? []) {
    if (child.children === undefined) into.keys++;
    else {
      into.directories++;
      count(child, into);
    }
  }
}

function memberOf(key: string, node: Node): V2Member[] {
  const raft = parsed(at(node, 'raftAttributes')?.value);
  const own = parsed(at(node, 'attributes')?.value);
  const name = fieldOf(own, 'name');
  const peerUrls = textsOf(fieldOf(raft, 'peerURLs'));
  const clientUrls = textsOf(fieldOf(own, 'clientURLs'));
  const isLearner = fieldOf(raft, 'isLearner') === true;
  const [id] = idOf(key);
  if (id === undefined) return [];
  const member = { id, peerUrls, clientUrls, isLearner };
  return [typeof name === 'string' ? { ...member, name } : member];
}

function idOf(name: string): bigint[] {
  return /^[0-9a-f]{1,16}$/.test(name) ? [BigInt(`0x${name}`)] : [];
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fieldOf(json: unknown, name: string): unknown {
  if (typeof json !== 'object' || json === null) return undefined;
  return Object.getOwnPropertyDescriptor(json, name)?.value as unknown;
}

function textsOf(json: unknown): string[] {
  return Array.isArray(json) ? json.filter((each): each is string => typeof each === 'string') : [];
}
