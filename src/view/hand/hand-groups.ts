import type { NodeId } from '../../base/flavor.ts';
import type { Action } from '../../sim/hand/enabled-actions.ts';

/** What may happen next, as it is laid out: message by message in the order of their links, node by node, and to clients. */
export interface HandGroups {
  readonly messages: readonly MessageGroup[];
  readonly nodes: readonly { readonly node: NodeId; readonly actions: readonly Action[] }[];
  readonly clients: readonly Action[];
}

export interface MessageGroup {
  readonly message: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly actions: readonly Action[];
}

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
      nodes.set(node, [...(nodes.get(node) ?? []), action]);
    } else {
      clients.push(action);
    }
  }
  return {
    messages: [...messages]
      .map(([message, { from, to, own }]) => ({ message, from, to, actions: own }))
      .sort((a, b) => a.from - b.from || a.to - b.to || a.message - b.message),
    nodes: [...nodes].map(([node, own]) => ({ node, actions: own })).sort((a, b) => a.node - b.node),
    clients,
  };
}
