import { jsonOfText } from '../rpc/json-write.ts';
import type { V2Event, V2NodeView, V2Action } from './event.ts';
import { jsonOfNode } from './event.ts';
import { EventHistory, HISTORY_MAX } from './history.ts';
import { newDirectory, newKey, noChildren, type V2Node } from './node.ts';
import { noStats, statNames, type V2Stats } from './stats.ts';
import { formatTime, parseTime } from './time.ts';
import { V2Tree } from './tree.ts';

export interface SavedParts {
  readonly tree: V2Tree;
  readonly history: EventHistory;
  readonly index: number;
  readonly stats: V2Stats;
}

/** Text that is no saved store. */
export class V2FormatError extends Error {
  override name = 'V2FormatError';
}

/** etcd: defaultVersion. */
const CURRENT_VERSION = 2;

/**
 * The store as etcd's snapshots have it: the JSON of its fields Root, WatcherHub, CurrentIndex, Stats and CurrentVersion. The event
 * history is a ring of 1,000 slots, null where nothing is yet. Equal stores give equal texts.
 */
export function saveStore({ tree, history, index, stats }: SavedParts): string {
  const counters = statNames.map((name) => `"${name}":${stats[name]}`).join(',');
  return (
    `{"Root":${jsonOfTree(tree.root)},"WatcherHub":{"EventHistory":${jsonOfHistory(history)}},` +
    `"CurrentIndex":${index},"Stats":{${counters}},"CurrentVersion":${CURRENT_VERSION}}`
  );
}

function jsonOfTree({ key, createdIndex, modifiedIndex, expires, value, children }: V2Node): string {
  const below =
    children === undefined
      ? 'null'
      : `{${[...children.entries()].map(([name, child]) => `${jsonOfText(name)}:${jsonOfTree(child)}`).join(',')}}`;
  return (
    `{"Path":${jsonOfText(key)},"CreatedIndex":${createdIndex},"ModifiedIndex":${modifiedIndex},` +
    `"ExpireTime":"${formatTime(expires)}","Value":${jsonOfText(value)},"Children":${below}}`
  );
}

/** Event n of the store's life lies in slot (n - 1) mod 1,000: the ring begins at slot 0 and never skips one. */
function jsonOfHistory(history: EventHistory): string {
  const events = history.events();
  const { firstIndex, lastIndex } = history;
  const isFull = events.length === HISTORY_MAX;
  const front = isFull ? (firstIndex - 1) % HISTORY_MAX : 0;
  const slots = Array.from({ length: HISTORY_MAX }, () => 'null');
  events.forEach((event, i) => (slots[(front + i) % HISTORY_MAX] = jsonOfSaved(event)));
  const back = (front + events.length) % HISTORY_MAX;
  return (
    `{"Queue":{"Events":[${slots.join(',')}],"Size":${events.length},"Front":${front},"Back":${back},` +
    `"Capacity":${HISTORY_MAX}},"StartIndex":${firstIndex},"LastIndex":${lastIndex}}`
  );
}

function jsonOfSaved({ action, node, prevNode, refresh }: V2Event): string {
  const before = prevNode === undefined ? '' : `,"prevNode":${jsonOfNode(prevNode, '')}`;
  const isRefresh = refresh === true ? ',"refresh":true' : '';
  return `{"action":"${action}","node":${jsonOfNode(node, '')}${before}${isRefresh}}`;
}

/** Throws V2FormatError. */
export function restoreStore(json: string): SavedParts {
  try {
    const saved = JSON.parse(json) as Saved;
    const { Queue, StartIndex } = saved.WatcherHub.EventHistory;
    const { Events, Size, Front, Capacity } = Queue;
    const events: V2Event[] = [];
    for (let i = 0; i < Size; i++) {
      const event = Events[(Front + i) % Capacity];
      if (event === null || event === undefined) throw new V2FormatError('an event is missing');
      events.push(eventOf(event));
    }
    const history = EventHistory.of(events);
    if (history.firstIndex !== StartIndex) throw new V2FormatError('its history begins elsewhere');
    return {
      tree: V2Tree.of(nodeOf(saved.Root)),
      history,
      index: saved.CurrentIndex,
      stats: { ...noStats, ...saved.Stats },
    };
  } catch (error) {
    if (error instanceof V2FormatError) throw error;
    throw new V2FormatError(`a saved v2 store: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Saved {
  readonly Root: SavedNode;
  readonly WatcherHub: {
    readonly EventHistory: {
      readonly Queue: {
        readonly Events: readonly (SavedEvent | null)[];
        readonly Size: number;
        readonly Front: number;
        readonly Capacity: number;
      };
      readonly StartIndex: number;
    };
  };
  readonly CurrentIndex: number;
  readonly Stats: Partial<V2Stats>;
}

interface SavedNode {
  readonly Path: string;
  readonly CreatedIndex: number;
  readonly ModifiedIndex: number;
  readonly ExpireTime: string;
  readonly Value: string;
  readonly Children: Readonly<Record<string, SavedNode>> | null;
}

interface SavedEvent {
  readonly action: V2Action;
  readonly node: SavedView;
  readonly prevNode?: SavedView;
  readonly refresh?: true;
}

interface SavedView {
  readonly key?: string;
  readonly value?: string;
  readonly dir?: true;
  readonly expiration?: string;
  readonly ttl?: number;
  readonly modifiedIndex?: number;
  readonly createdIndex?: number;
}

function nodeOf({ Path, CreatedIndex, ModifiedIndex, ExpireTime, Value, Children }: SavedNode): V2Node {
  const owner = {};
  const expires = parseTime(ExpireTime);
  if (Children === null) {
    return { ...newKey(owner, Path, Value, CreatedIndex, expires), modifiedIndex: ModifiedIndex };
  }
  const children = noChildren();
  for (const [name, child] of Object.entries(Children)) children.set(name, nodeOf(child));
  return { ...newDirectory(owner, Path, CreatedIndex, expires, children), modifiedIndex: ModifiedIndex };
}

function eventOf({ action, node, prevNode, refresh }: SavedEvent): V2Event {
  return {
    action,
    node: viewOf(node),
    ...(prevNode && { prevNode: viewOf(prevNode) }),
    ...(refresh && { refresh }),
  };
}

function viewOf({ key, value, dir, expiration, ttl, modifiedIndex, createdIndex }: SavedView): V2NodeView {
  const end = expiration === undefined ? undefined : parseTime(expiration);
  return {
    key: key ?? '',
    ...(value !== undefined && { value }),
    ...(dir && { dir }),
    ...(end !== undefined && { expiration: end, ttl: ttl ?? 0 }),
    modifiedIndex: modifiedIndex ?? 0,
    createdIndex: createdIndex ?? 0,
  };
}
