import * as v from 'valibot';
import type { LogIndex, NodeId } from '../../base/flavor.ts';

/** A log drawn by hand, from which a node begins: the terms of entries 1, 2, .., and the hard state. Plain data. */
export interface DrawnNode {
  readonly node: NodeId;
  /** Entry i puts `k<i>=t<its term>`. */
  readonly log: readonly number[];
  readonly term: number;
  /** For whom it has voted in this term; 0: for nobody. */
  readonly vote: NodeId;
  /** Up to here it knows its log to be committed. */
  readonly commit: LogIndex;
  /** It runs as the run begins; otherwise it is killed, and has this on its disk. */
  readonly up: boolean;
}

/** Longer logs are of no figure. */
export const DRAWN_ENTRIES_MAX = 200;

const whole = (max: number) =>
  v.custom<number>(
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max,
  );

const drawnNodes = v.array(
  v.strictObject({
    node: whole(Number.MAX_SAFE_INTEGER),
    log: v.exactOptional(v.pipe(v.array(whole(Number.MAX_SAFE_INTEGER)), v.maxLength(DRAWN_ENTRIES_MAX))),
    term: v.exactOptional(whole(Number.MAX_SAFE_INTEGER)),
    vote: v.exactOptional(whole(Number.MAX_SAFE_INTEGER)),
    commit: v.exactOptional(whole(Number.MAX_SAFE_INTEGER)),
    up: v.exactOptional(v.boolean()),
  }),
);

export type DrawnInput = v.InferOutput<typeof drawnNodes>[number];

/** Drawn nodes as they are handed in: what is left out of one is an empty log, the term of its last entry, no vote, nothing committed, up. */
export const drawingSchema = v.custom<readonly DrawnInput[]>(
  (value) => v.is(drawnNodes, value),
  `a list of nodes, each {node, log?: the terms of at most ${DRAWN_ENTRIES_MAX} entries, term?, vote?, commit?, up?}`,
);

export function wholeDrawing(given: readonly DrawnInput[]): readonly DrawnNode[] {
  return given.map(({ node, log = [], term = log.at(-1) ?? 0, vote = 0, commit = 0, up = true }) => ({
    node,
    log,
    term,
    vote,
    commit,
    up,
  }));
}

/** Why nobody can begin with this: no node could have it on its disk. */
export type DrawingProblem = { readonly node: NodeId } & (
  | { readonly code: 'noSuchNode' | 'twice' }
  /** Entry `index` has a term below the one before it, or none. */
  | { readonly code: 'termsFall' | 'noTerm'; readonly index: LogIndex }
  | { readonly code: 'termBehindLog'; readonly term: number; readonly lastTerm: number }
  | { readonly code: 'commitBeyondLog'; readonly commit: LogIndex; readonly last: LogIndex }
  | { readonly code: 'voteForNobody'; readonly vote: NodeId }
  | { readonly code: 'voteWithoutTerm' }
);

/** The first that is wrong with a drawing, among these machines. */
export function problemOf(
  drawing: readonly DrawnNode[],
  machines: readonly NodeId[],
): DrawingProblem | undefined {
  const seen = new Set<NodeId>();
  for (const { node, log, term, vote, commit } of drawing) {
    if (!machines.includes(node)) return { node, code: 'noSuchNode' };
    if (seen.has(node)) return { node, code: 'twice' };
    seen.add(node);
    for (const [i, each] of log.entries()) {
      if (each === 0) return { node, code: 'noTerm', index: i + 1 };
      if (each < (log[i - 1] ?? 0)) return { node, code: 'termsFall', index: i + 1 };
    }
    const lastTerm = log.at(-1) ?? 0;
    if (term < lastTerm) return { node, code: 'termBehindLog', term, lastTerm };
    if (commit > log.length) return { node, code: 'commitBeyondLog', commit, last: log.length };
    if (vote !== 0 && !machines.includes(vote)) return { node, code: 'voteForNobody', vote };
    if (vote !== 0 && term === 0) return { node, code: 'voteWithoutTerm' };
  }
  return undefined;
}

export function problemText(problem: DrawingProblem): string {
  const { node } = problem;
  switch (problem.code) {
    case 'noSuchNode':
      return `node ${node} is not there`;
    case 'twice':
      return `node ${node} is drawn twice`;
    case 'noTerm':
      return `entry ${problem.index} of node ${node} has term 0, but terms begin at 1`;
    case 'termsFall':
      return `entry ${problem.index} of node ${node} has a lower term than the entry before it`;
    case 'termBehindLog':
      return `node ${node} is in term ${problem.term}, but its last entry is of term ${problem.lastTerm}`;
    case 'commitBeyondLog':
      return `node ${node} has committed ${problem.commit} entries, but its log has ${problem.last}`;
    case 'voteForNobody':
      return `node ${node} has voted for node ${problem.vote}, which is not there`;
    case 'voteWithoutTerm':
      return `node ${node} has voted, but is in term 0, in which nobody asks for votes`;
  }
  return problem satisfies never;
}

/** A property that a drawing breaks already: no cluster that keeps to Raft comes there. It may be drawn all the same. */
export type DrawingDoubt =
  /** Entries of one term begin at two places: two leaders have made them. */
  | { readonly property: 'ElectionSafety'; readonly nodes: readonly NodeId[]; readonly term: number }
  /** Both have this entry of the same term, and not the same before it. */
  | { readonly property: 'LogMatching'; readonly nodes: readonly NodeId[]; readonly index: LogIndex }
  /** Both know this entry to be committed, and it is not the same. */
  | { readonly property: 'StateMachineSafety'; readonly nodes: readonly NodeId[]; readonly index: LogIndex }
  /** It is committed, and not on the disks of a majority of the voters. */
  | { readonly property: 'QuorumDurability'; readonly nodes: readonly NodeId[]; readonly index: LogIndex };

/** The properties that it breaks, each once, by the first place at which it does. */
export function doubtsOf(drawing: readonly DrawnNode[], voters: readonly NodeId[]): readonly DrawingDoubt[] {
  const pairs = drawing.flatMap((a, i) => drawing.slice(i + 1).map((b) => [a, b] as const));
  const first = <T>(of: (a: DrawnNode, b: DrawnNode) => T | undefined): T[] => {
    for (const [a, b] of pairs) {
      const found = of(a, b);
      if (found !== undefined) return [found];
    }
    return [];
  };
  return [
    ...first(twoLeaders),
    ...first(unmatched),
    ...first(committedTwice),
    ...notDurable(drawing, voters),
  ];
}

function twoLeaders(a: DrawnNode, b: DrawnNode): DrawingDoubt | undefined {
  for (const term of new Set(a.log)) {
    if (!b.log.includes(term) || a.log.indexOf(term) === b.log.indexOf(term)) continue;
    return { property: 'ElectionSafety', nodes: [a.node, b.node], term };
  }
  return undefined;
}

function unmatched(a: DrawnNode, b: DrawnNode): DrawingDoubt | undefined {
  let differs = false;
  for (let i = 0; i < Math.min(a.log.length, b.log.length); i++) {
    if (a.log[i] !== b.log[i]) differs = true;
    else if (differs) return { property: 'LogMatching', nodes: [a.node, b.node], index: i + 1 };
  }
  return undefined;
}

function committedTwice(a: DrawnNode, b: DrawnNode): DrawingDoubt | undefined {
  for (let i = 0; i < Math.min(a.commit, b.commit); i++) {
    if (a.log[i] !== b.log[i])
      return { property: 'StateMachineSafety', nodes: [a.node, b.node], index: i + 1 };
  }
  return undefined;
}

function notDurable(drawing: readonly DrawnNode[], voters: readonly NodeId[]): DrawingDoubt[] {
  for (const { node, log, commit } of drawing) {
    if (commit === 0) continue;
    const holders = drawing.filter(
      (other) =>
        voters.includes(other.node) && log.slice(0, commit).every((term, i) => other.log[i] === term),
    );
    if (holders.length * 2 <= voters.length)
      return [{ property: 'QuorumDurability', nodes: [node], index: commit }];
  }
  return [];
}
