import type { NodeId } from '../../base/flavor.ts';

/** What keys, menus and other parts of the page ask of the stage, which alone knows where things stand on it. */
export type StageAsk =
  /** The keyboard's focus, on a member or on the message that is selected; without either on the stage itself. */
  | { readonly type: 'focus'; readonly on: NodeId | 'message' | undefined }
  /** The menu of the selected member or message. */
  | { readonly type: 'menu' }
  /** The bar that splits the network, or the one that chooses a link; it begins at a member where one is given. */
  | { readonly type: 'split' }
  | { readonly type: 'link'; readonly from?: NodeId }
  /** The bar that moves a node. */
  | { readonly type: 'move'; readonly node?: NodeId }
  /** A member's number was pressed: while a split or a link is chosen, it is meant for that. */
  | { readonly type: 'pick'; readonly id: NodeId };

/** Says whether it has done what was asked. */
type Listener = (ask: StageAsk) => boolean;

const listeners = new Set<Listener>();

/** Whether the stage has done it. */
export function askStage(ask: StageAsk): boolean {
  return [...listeners].map((listener) => listener(ask)).includes(true);
}

/** Gives what ends it. */
export function onStageAsked(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The member that has the keyboard's focus on the stage, if one has. */
export function focusedNode(): NodeId | undefined {
  const group = document.activeElement?.closest('[data-node]');
  const id = Number(group?.getAttribute('data-node'));
  return group && Number.isSafeInteger(id) ? id : undefined;
}
