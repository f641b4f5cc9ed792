import type { ConfChangeSingle, ConfChangeType } from '../raft/entry.ts';
import { TranscriptError } from './datadriven.ts';

const typeByLetter: Readonly<Record<string, ConfChangeType>> = {
  v: 'ConfChangeAddNode',
  l: 'ConfChangeAddLearnerNode',
  r: 'ConfChangeRemoveNode',
  u: 'ConfChangeUpdateNode',
};
const letterByType = new Map(Object.entries(typeByLetter).map(([letter, type]) => [type, letter]));

/** Changes in one line, `v1 l2 r3 u4`: make 1 a voter, 2 a learner, remove 3, update 4. */
export function parseConfChanges(text: string): ConfChangeSingle[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const type = typeByLetter[word.slice(0, 1)];
      if (type === undefined || !/^.\d+$/.test(word)) throw new TranscriptError(`unknown change: ${word}`);
      return { type, nodeId: Number(word.slice(1)) };
    });
}

export function formatConfChanges(changes: readonly ConfChangeSingle[]): string {
  return changes.map(({ type, nodeId }) => `${letterByType.get(type) ?? 'unknown'}${nodeId}`).join(' ');
}
