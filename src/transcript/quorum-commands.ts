import { present } from '../base/assert.ts';
import type { LogIndex, NodeId } from '../base/flavor.ts';
import { jointCommitted, jointVoteResult, majorityCommitted, voteResult } from '../raft/quorum/quorum.ts';
import { allowKeys, parseWhole, valuesOf } from './arguments.ts';
import { TranscriptError } from './datadriven.ts';
import type { Directive } from './datadriven.ts';
import { hex, list } from './go-format.ts';

export const quorumCommands: readonly string[] = ['committed', 'vote'];

/** One case of the quorum tables: a majority of `cfg`, or a joint one with `cfgj`, and what its voters said. */
export function runQuorum(directive: Directive): string {
  allowKeys(directive.args, ['cfg', 'cfgj', 'idx', 'votes']);
  const first = parseIds(valuesOf(directive.args, 'cfg'));
  const secondWords = valuesOf(directive.args, 'cfgj');
  const joint = secondWords.length > 0;
  const second = parseIds(secondWords.filter((word) => word !== 'zero'));
  const voters = [...new Set([...first, ...second])];
  const said = valuesOf(directive.args, directive.name === 'vote' ? 'votes' : 'idx').map(
    directive.name === 'vote' ? parseVote : parseIndex,
  );
  if (said.length !== voters.length) {
    const sorted = voters.toSorted((a, b) => a - b).map((id) => `${id}:{}`);
    return `error: mismatched input (explicit or _) for voters map${list(sorted)}: ${list(said)}`;
  }
  const known = new Map(
    voters.map((id, i) => [id, present(said[i], 'one for each')] as const).filter(([, n]) => n > 0),
  );
  return directive.name === 'vote'
    ? describeVote(ascending(first), ascending(second), joint, known)
    : describeCommitted(ascending(first), ascending(second), joint, known);
}

const voteNames = { won: 'VoteWon', lost: 'VoteLost', pending: 'VotePending' } as const;

function describeVote(
  first: readonly NodeId[],
  second: readonly NodeId[],
  joint: boolean,
  said: ReadonlyMap<NodeId, number>,
): string {
  const votes = (id: NodeId) => (said.has(id) ? said.get(id) === 2 : undefined);
  if (!joint) return `${voteNames[voteResult(first, votes)]}\n`;
  const result = jointVoteResult(first, second, votes);
  const swapped = jointVoteResult(second, first, votes);
  return `${swapped === result ? '' : `${voteNames[swapped]} <-- via symmetry\n`}${voteNames[result]}\n`;
}

function describeCommitted(
  first: readonly NodeId[],
  second: readonly NodeId[],
  joint: boolean,
  said: ReadonlyMap<NodeId, LogIndex>,
): string {
  const acked = (id: NodeId) => said.get(id);
  const result = joint ? jointCommitted(first, second, acked) : majorityCommitted(first, acked);
  const others = joint
    ? [['via symmetry', jointCommitted(second, first, acked)] as const]
    : [
        ['via zero-joint quorum', jointCommitted(first, [], acked)] as const,
        ['via self-joint quorum', jointCommitted(first, first, acked)] as const,
        ...lowered(first, result, said),
      ];
  const disagreements = others
    .filter(([, index]) => index !== result)
    .map(([via, index]) => `${describeIndex(index)} <-- ${via}\n`);
  return (
    describeBars([...new Set([...first, ...second])], said) +
    disagreements.join('') +
    `${describeIndex(result)}\n`
  );
}

/** An index already below the result may fall further, and even be unknown, and must not matter. */
function lowered(
  voters: readonly NodeId[],
  result: LogIndex,
  said: ReadonlyMap<NodeId, LogIndex>,
): (readonly [string, LogIndex])[] {
  return voters.flatMap((id) => {
    const index = said.get(id) ?? 0;
    if (index === 0 || index >= result) return [];
    return [index - 1, 0].map((lower) => {
      const acked = (other: NodeId) => (other === id ? lower : said.get(other));
      return [`lowering ${id}->${lower}`, majorityCommitted(voters, acked)] as const;
    });
  });
}

/** A line a voter: a bar as long as there are voters with a lower index, the index, the id. */
function describeBars(unsorted: readonly NodeId[], said: ReadonlyMap<NodeId, LogIndex>): string {
  const voters = ascending(unsorted);
  const count = voters.length;
  if (count === 0) return '<empty majority quorum>';
  const lines = voters.map((id) => {
    const index = said.get(id);
    const below = voters.filter((other) => (said.get(other) ?? 0) < (index ?? 0)).length;
    const bar =
      index === undefined ? `?${' '.repeat(count)}` : `${'x'.repeat(below)}>${' '.repeat(count - below)}`;
    return `${bar} ${String(index ?? 0).padStart(5)}    (id=${hex(id)})\n`;
  });
  return `${' '.repeat(count)}    idx\n${lines.join('')}`;
}

function describeIndex(index: LogIndex): string {
  return index === Infinity ? '∞' : String(index);
}

function parseIds(texts: readonly string[]): NodeId[] {
  return texts.map((text) => parseWhole(text, 'voter'));
}

/** 0 for `_`: nothing known. */
function parseIndex(text: string): LogIndex {
  if (text === '_') return 0;
  const index = parseWhole(text, 'idx');
  if (index === 0) throw new TranscriptError('cannot use 0 as idx');
  return index;
}

/** As the tables count: 2 for, 1 against, 0 for nothing known. */
function parseVote(text: string): number {
  const votes: Readonly<Record<string, number>> = { y: 2, n: 1, _: 0 };
  const vote = votes[text];
  if (vote === undefined) throw new TranscriptError(`unknown vote: ${text}`);
  return vote;
}

function ascending(ids: readonly NodeId[]): NodeId[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
