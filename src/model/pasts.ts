import { lanesOf } from './lanes.ts';
import type { Logs, LogNumber } from './logs.ts';
import type { Nodes, NodeState, Outcome } from './nodes.ts';
import { PairMap } from './pair-map.ts';
import { COMPLETENESS, ELECTION_SAFETY, MACHINE_SAFETY, READ_FRESH } from './properties.ts';
import type { ModelSetup } from './setup.ts';
import { renamed, type Renaming } from './symmetry.ts';

export type PastNumber = number;

/** What must be remembered of a run beside the state of its nodes: who led, and what was committed in which term. Never changed. */
export interface Past {
  /** By term: the place of who has led it, plus 1; 0: nobody has. */
  readonly leaders: readonly number[];
  /** What has been committed, as one log; of each entry the term in which it became committed, by index - 1. */
  readonly committed: LogNumber;
  readonly commitTerms: readonly number[];
  /** The voters by whose configuration the last of them was committed. */
  readonly halves: readonly (readonly number[])[];
  /** Of each read that was asked for, what was committed then. */
  readonly reads: readonly number[];
}

/** All pasts that ever come up, and what each becomes by a step. */
export class Pasts {
  readonly #logs: Logs;
  readonly #nodes: Nodes;
  readonly #renamings: readonly Renaming[];
  readonly #pasts: Past[] = [];
  readonly #numbers = new Map<string, PastNumber>();
  /** By past and outcome: the past after it, and behind it the broken properties. */
  readonly #known = new PairMap();
  /** Of each step from which past and by which outcome it comes. */
  readonly derivations: { readonly from: PastNumber; readonly outcome: number; readonly isRead: boolean }[] =
    [];
  readonly #steps: { readonly to: PastNumber; readonly broken: number }[] = [];
  lanes = new Int32Array(256);

  constructor(nodes: Nodes, renamings: readonly Renaming[]) {
    this.#logs = nodes.logs;
    this.#nodes = nodes;
    this.#renamings = renamings;
  }

  at(number: PastNumber): Past {
    return this.#pasts[number] as Past;
  }

  /** What is known as a search begins. */
  begin(setup: ModelSetup, states: readonly NodeState[]): PastNumber {
    const leaders: number[] = [];
    for (const { term, node } of setup.leaders ?? []) setLeader(leaders, term, this.#nodes.ids.indexOf(node));
    for (const { role, term, place } of states) if (role === 'StateLeader') setLeader(leaders, term, place);
    const furthest = [...states].sort((x, y) => y.commit - x.commit)[0];
    const committed = furthest === undefined ? 0 : this.#logs.upTo(furthest.log, furthest.commit);
    // When each was committed is not known: no later than the term of who knows it.
    const term = Math.min(
      ...states.filter(({ commit }) => commit === furthest?.commit).map((state) => state.term),
    );
    const commitTerms = Array.from({ length: this.#logs.lastIndex(committed) }, () => term);
    return this.#numberOf({ leaders, committed, commitTerms, halves: furthest?.halves ?? [], reads: [] });
  }

  /** The step that `outcome` is, of this node; `read`: the read that is asked for in it. The number of a step: see `to` and `broken`. */
  step(past: PastNumber, outcome: number, isRead: boolean): number {
    const known = this.#known.get(past, outcome);
    if (known >= 0) return known;
    const number = this.#steps.length;
    this.#steps.push(this.#compute(this.at(past), this.#nodes.outcome(outcome), isRead));
    this.derivations.push({ from: past, outcome, isRead });
    this.#known.set(past, outcome, number);
    return number;
  }

  to(step: number): PastNumber {
    return (this.#steps[step] as { to: PastNumber }).to;
  }

  broken(step: number): number {
    return (this.#steps[step] as { broken: number }).broken;
  }

  #compute(past: Past, outcome: Outcome, isRead: boolean): { to: PastNumber; broken: number } {
    const node = this.#nodes.at(outcome.to);
    let broken = 0;
    let { leaders, reads } = past;
    if (isRead) reads = [...reads, this.#logs.lastIndex(past.committed)];
    if (outcome.elected > 0) {
      const before = past.leaders[outcome.elected] ?? 0;
      if (before !== 0 && before !== node.place + 1) broken |= ELECTION_SAFETY;
      if (!this.#isComplete(past, node)) broken |= COMPLETENESS;
      if (before === 0) {
        const draft = [...leaders];
        setLeader(draft, outcome.elected, node.place);
        leaders = draft;
      }
    }
    for (const { number, index } of outcome.reads) if (index < (reads[number] ?? 0)) broken |= READ_FRESH;
    const { committed, commitTerms, halves, isTrue } = this.#commit(past, node);
    if (!isTrue) broken |= MACHINE_SAFETY;
    return { to: this.#numberOf({ leaders, reads, committed, commitTerms, halves }), broken };
  }

  /** Whether a new leader has all that was committed in earlier terms: the highest such entry is enough. */
  #isComplete({ committed, commitTerms }: Past, node: NodeState): boolean {
    let index = commitTerms.length;
    while (index > 0 && (commitTerms[index - 1] ?? 0) >= node.term) index--;
    if (index === 0) return true;
    const wanted = this.#logs.upTo(committed, index);
    return this.#logs.beginsWith(node.log, wanted);
  }

  #commit(
    past: Past,
    node: NodeState,
  ): Pick<Past, 'committed' | 'commitTerms' | 'halves'> & { isTrue: boolean } {
    const { logs } = { logs: this.#logs };
    const own = logs.upTo(node.log, node.commit);
    const isNew = node.commit > logs.lastIndex(past.committed);
    const isTrue = isNew ? logs.beginsWith(own, past.committed) : logs.beginsWith(past.committed, own);
    if (!isNew || !isTrue) return { ...past, isTrue };
    const more = Array.from({ length: node.commit - past.commitTerms.length }, () => node.term);
    return { committed: own, commitTerms: [...past.commitTerms, ...more], halves: node.halves, isTrue };
  }

  #numberOf(past: Past): PastNumber {
    const { leaders, committed, commitTerms, halves, reads } = past;
    const key = JSON.stringify([leaders, committed, commitTerms, halves, reads]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#pasts.length;
    this.#pasts.push(past);
    this.#numbers.set(key, number);
    this.#addLanes(number, past);
    return number;
  }

  #addLanes(number: PastNumber, { leaders, committed, commitTerms, halves, reads }: Past): void {
    const width = this.#renamings.length * 2;
    if ((number + 1) * width > this.lanes.length) {
      const larger = new Int32Array(Math.max(this.lanes.length * 2, (number + 1) * width));
      larger.set(this.lanes);
      this.lanes = larger;
    }
    const { a, b } = this.#logs.lanes(committed);
    const { ids } = this.#nodes;
    const nameOf = (renaming: Renaming, place: number): number => renamed(renaming, ids[place] ?? 0);
    this.#renamings.forEach((renaming, r) => {
      const led = leaders.map((leader) => (leader === 0 ? 0 : nameOf(renaming, leader - 1)));
      const voters = halves.flatMap((half) => [
        half.length,
        ...half.map((place) => nameOf(renaming, place)).sort((x, y) => x - y),
      ]);
      const lanes = lanesOf([0x70, a, b, ...led, 0, ...commitTerms, 0, ...voters, 0, ...reads]);
      this.lanes[number * width + r * 2] = lanes.a;
      this.lanes[number * width + r * 2 + 1] = lanes.b;
    });
  }
}

function setLeader(leaders: number[], term: number, place: number): void {
  while (leaders.length < term) leaders.push(0);
  leaders[term] = place + 1;
}
