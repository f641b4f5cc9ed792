import type { NodeId } from '../../base/flavor.ts';
import { isMessageType, type MessageType } from '../../raft/message.ts';

/** A piece of a caption, from its character `at` on: words, or the name of something that one can go to. */
export type CaptionPart =
  | { readonly type: 'words'; readonly at: number; readonly text: string }
  | { readonly type: 'message'; readonly at: number; readonly text: string; readonly message: MessageType }
  | { readonly type: 'node'; readonly at: number; readonly text: string; readonly node: NodeId };

const NAMES = /\b(Msg[A-Z][A-Za-z]*|n[1-9])\b/g;

/** The names of protocol messages and of nodes in a caption, and what is between them. */
export function captionParts(text: string): readonly CaptionPart[] {
  const parts: CaptionPart[] = [];
  let end = 0;
  const words = (to: number): void => {
    if (to > end) parts.push({ type: 'words', at: end, text: text.slice(end, to) });
  };
  for (const { 0: name, index } of text.matchAll(NAMES)) {
    const isNode = name.startsWith('n');
    if (!isNode && !isMessageType(name)) continue;
    words(index);
    if (isNode) parts.push({ type: 'node', at: index, text: name, node: Number(name.slice(1)) });
    else if (isMessageType(name)) parts.push({ type: 'message', at: index, text: name, message: name });
    end = index + name.length;
  }
  words(text.length);
  return parts;
}
