import type { NodeId } from '../../base/flavor.ts';
import type { Action, ActionType } from '../../sim/hand/enabled-actions.ts';

/** What may happen next, as it is laid out: node by node what its clock, disk and process may do and what is on its way to it; then clients. */
export interface HandGroups {
  readonly nodes: readonly NodeGroup[];
  readonly clients: readonly Action[];
}

export interface NodeGroup {
  readonly node: NodeId;
  readonly timers: readonly Action[];
  /** Its disk, its apply thread, its Ready, what its transport reports. */
  readonly work: readonly Action[];
  readonly process: readonly Action[];
  /** On their way to it, in the order of their links. */
  readonly messages: readonly MessageGroup[];
}

export interface MessageGroup {
  readonly message: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly actions: readonly Action[];
}

const TIMERS: ReadonlySet<ActionType> = new Set(['tick', 'elapse']);
const PROCESS: ReadonlySet<ActionType> = new Set(['kill', 'restart', 'resume']);

export function handGroups(actions: readonly Action[]): HandGroups {
  const messages = new Map<number, { readonly from: NodeId; readonly to: NodeId; readonly own: Action[] }>();
  const nodes = new Map<NodeId, Action[]>();
  const clients: Action[] = [];
  for (const action of actions) {
    const { message, from, to, node } = action;
    if (message !== undefined && from !== undefined && to !== undefined) {
      const group = messages.get(message) ?? { from, to, own: [] };
      group.own.push(action);
      messages.set(message, group);
    } else if (node !== undefined) {
      const own = nodes.get(node) ?? [];
      own.push(action);
      nodes.set(node, own);
    } else {
      clients.push(action);
    }
  }
  const groups = [...messages]
    .map(([message, { from, to, own }]) => ({ message, from, to, actions: own }))
    .sort((a, b) => a.from - b.from || a.message - b.message);
  const ids = new Set([...nodes.keys(), ...groups.map(({ to }) => to)]);
  return {
    nodes: [...ids]
      .sort((a, b) => a - b)
      .map((node) => {
        const own = nodes.get(node) ?? [];
        return {
          node,
          timers: own.filter(({ type }) => TIMERS.has(type)),
          work: own.filter(({ type }) => !TIMERS.has(type) && !PROCESS.has(type)),
          process: own.filter(({ type }) => PROCESS.has(type)),
          messages: groups.filter(({ to }) => to === node),
        };
      }),
    clients,
  };
}
