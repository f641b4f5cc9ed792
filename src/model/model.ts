import { assert, present } from '../base/assert.ts';
import type { MessageType } from '../raft/message.ts';
import { assertNumber } from '../raft/term.ts';
import { avalanche } from '../base/digest.ts';
import {
  argumentOf,
  BEAT,
  CAMPAIGN,
  codeOf,
  COPY,
  CRASH,
  DELIVER,
  kindOf,
  kinds,
  LOSE,
  PROPOSE,
  READ,
  WRITE,
  type ActionCode,
  type ModelAction,
} from './action.ts';
import { Nodes, type NodeState } from './nodes.ts';
import { PairMap } from './pair-map.ts';
import { Pasts, type Past } from './pasts.ts';
import { APPEND_ONLY, DURABILITY, LOG_MATCHING, SOUNDNESS } from './properties.ts';
import { checkBounds, counters, type Bounds, type Counter, type ModelSetup } from './setup.ts';
import { renamingsOf } from './symmetry.ts';

/** What is counted has four bits each, the last of them, campaigns, what is left. */
const COUNT_MAX = 15;

/**
 * A small world of Raft nodes: the RawNodes that members run, their disks and the messages under way, without clocks. Any message may arrive at
 * any time or never, any timer may run out, any node may crash, within the bounds. A state is a stretch of a list of whole numbers,
 *
 *     places 0..n-1: the nodes | n: the past | n+1: the counters | n+2: how many messages | then they, ascending
 *
 * each naming something that is kept once in a table: so a state takes less than a hundred bytes, and a step of the world that was computed for
 * another state before is a look into these tables.
 */
export class Model {
  readonly nodes: Nodes;
  readonly pasts: Pasts;
  readonly size: number;
  readonly bounds: Bounds;
  readonly initial: Int32Array;
  /** What the last `step` has come to: the state's numbers, how many they are, its key and what it breaks (bits of properties). */
  readonly next = new Int32Array(512);
  length = 0;
  keyA = 0;
  keyB = 0;
  broken = 0;
  /** A node has fallen by itself in it: nothing goes on from there. */
  get isOver(): boolean {
    return (this.broken & SOUNDNESS) !== 0;
  }
  /** How many renamings of nodes a key is the same for. */
  readonly renamings: number;
  readonly #termMax: number;
  readonly #shifts: Readonly<Record<Counter, number>>;
  readonly #drops: boolean;
  readonly #matching = new PairMap();
  readonly #votesFor: ReadonlySet<MessageType>;

  /** `isNamed`: nodes are told apart by their names, as somebody asks for one of them. */
  constructor(setup: ModelSetup, bounds: Bounds, isNamed = false) {
    checkSetup(setup, bounds);
    const renamings = renamingsOf(
      setup.nodes.map(({ id }) => id),
      setup.nodes.map(({ id }) => (isNamed ? `${id}` : kindOfNode(setup, id))),
    );
    this.renamings = renamings.length;
    this.bounds = bounds;
    this.size = setup.nodes.length;
    this.nodes = new Nodes(setup, renamings);
    this.pasts = new Pasts(this.nodes, renamings);
    this.#shifts = Object.fromEntries(counters.map((counter, i) => [counter, i * 4])) as Record<
      Counter,
      number
    >;
    this.#drops = setup.settings.brokenRules.every((rule) => leavesOldAlone.has(rule));
    const { preVote, checkQuorum } = setup.settings;
    this.#votesFor = new Set(
      preVote || checkQuorum ? ignoredWhenOld : [...ignoredWhenOld, 'MsgApp', 'MsgHeartbeat'],
    );
    this.initial = this.#begin(setup);
    const terms = setup.nodes.map((_, place) => this.#node(this.initial, place).term);
    this.#termMax = Math.max(0, ...terms) + bounds.terms;
  }

  /** Every action that may happen in the state at `at` of `states`, in a steady order. Returns how many there are. */
  enabled(states: Int32Array, at: number, into: ActionCode[]): number {
    const { bounds, size } = this;
    const counts = states[at + size + 1] as number;
    let found = 0;
    const messages = states[at + size + 2] as number;
    const copies = this.#has(counts, 'duplicates');
    const losses = this.#has(counts, 'losses');
    for (let i = 0; i < messages; i++) {
      const message = states[at + size + 3 + i] as number;
      into[found++] = codeOf(DELIVER, message);
      if (copies) into[found++] = codeOf(COPY, message);
      if (losses) into[found++] = codeOf(LOSE, message);
    }
    const times = this.#has(counts, 'timeouts');
    const crashes = this.#has(counts, 'crashes');
    const proposals = this.#has(counts, 'proposals');
    const beats = this.#has(counts, 'beats');
    const reads = bounds.reads > 0 && this.#has(counts, 'reads');
    for (let place = 0; place < size; place++) {
      const node = this.#node(states, place, at);
      const leads = node.role === 'StateLeader';
      if (node.writes.length > 0) into[found++] = codeOf(WRITE, place);
      if (!leads && times && node.term < this.#termMax && node.raft.isPromotable)
        into[found++] = codeOf(CAMPAIGN, place);
      if (leads && proposals) into[found++] = codeOf(PROPOSE, place);
      if (leads && beats) into[found++] = codeOf(BEAT, place);
      if (reads && node.raft.lead !== 0) into[found++] = codeOf(READ, place);
      if (crashes) into[found++] = codeOf(CRASH, place);
    }
    return found;
  }

  /**
   * Does the action in the state at `at` of `states`; the state after it is in `next`, its key in `keyA` and `keyB`, what it breaks in `broken`.
   * False: it leads out of the bounds, or nothing has happened. A node that has fallen by itself leaves the state as it was.
   */
  step(states: Int32Array, at: number, action: ActionCode): boolean {
    const { size, next, nodes } = this;
    const kind = kindOf(action);
    const argument = argumentOf(action);
    const counts = states[at + size + 1] as number;
    this.broken = 0;
    for (let place = 0; place < size; place++) next[place] = states[at + place] as number;
    next[size] = states[at + size] as number;
    next[size + 1] = this.#counted(counts, kind);
    if (kind === LOSE) {
      this.#takeMessages(states, at, argument, NO_MESSAGES, -1);
      this.#findKey();
      return true;
    }
    const place = kind <= LOSE ? nodes.ids.indexOf(nodes.messages.at(argument).to) : argument;
    if (place < 0) return false;
    const number = this.#outcomeOf(states[at + place] as number, kind, argument, counts);
    const outcome = nodes.outcome(number);
    if (outcome.to < 0) {
      this.broken = SOUNDNESS;
      this.#takeMessages(states, at, kind === DELIVER ? argument : -1, NO_MESSAGES, -1);
      this.#findKey();
      this.keyA ^= FALLEN_MARK;
      return true;
    }
    next[place] = outcome.to;
    if (outcome.editsLog) this.broken |= APPEND_ONLY;
    if (outcome.isNotable) {
      const step = this.pasts.step(states[at + size] as number, number, kind === READ);
      next[size] = this.pasts.to(step);
      this.broken |= this.pasts.broken(step);
    }
    this.#takeMessages(states, at, kind === DELIVER ? argument : -1, outcome.sent, place);
    if ((next[size + 2] as number) > this.bounds.messages) return false;
    if (outcome.logChanged && !this.#logsMatch(place)) this.broken |= LOG_MATCHING;
    if ((outcome.diskChanged || next[size] !== states[at + size]) && !this.#isDurable())
      this.broken |= DURABILITY;
    this.#findKey();
    return true;
  }

  /** The action as plain data. */
  describe(action: ActionCode): ModelAction {
    const argument = argumentOf(action);
    const type = present(kinds[kindOf(action)], 'the kind of an action is known');
    if (type === 'deliver' || type === 'copy' || type === 'lose') {
      return { type, message: this.nodes.messages.at(argument) };
    }
    return { type, node: present(this.nodes.ids[argument], 'the node is known') };
  }

  /** The code of an action that may come from another model. */
  codeOf(action: ModelAction): ActionCode {
    const kind = kinds.indexOf(action.type);
    const argument =
      'message' in action ? this.nodes.messages.number(action.message) : this.nodes.ids.indexOf(action.node);
    assert(argument >= 0, 'an action is of one of the nodes');
    return codeOf(kind, argument);
  }

  node(states: Int32Array, at: number, place: number): NodeState {
    return this.#node(states, place, at);
  }

  past(states: Int32Array, at: number): Past {
    return this.pasts.at(states[at + this.size] as number);
  }

  messages(states: Int32Array, at: number): number[] {
    const count = states[at + this.size + 2] as number;
    return Array.from(states.subarray(at + this.size + 3, at + this.size + 3 + count));
  }

  /** Why a node that falls in this step falls. */
  reason(states: Int32Array, at: number, action: ActionCode): string | undefined {
    const kind = kindOf(action);
    if (kind === LOSE) return undefined;
    const argument = argumentOf(action);
    const place = kind < LOSE ? this.nodes.ids.indexOf(this.nodes.messages.at(argument).to) : argument;
    const counts = states[at + this.size + 1] as number;
    return this.nodes.outcome(this.#outcomeOf(states[at + place] as number, kind, argument, counts)).reason;
  }

  /** How often it has happened; counted only where it is bounded. */
  count(counts: number, counter: Counter): number {
    const shift = this.#shifts[counter];
    return counter === 'timeouts' ? counts >>> shift : (counts >>> shift) & COUNT_MAX;
  }

  #outcomeOf(node: number, kind: number, argument: number, counts: number): number {
    switch (kind) {
      case DELIVER:
      case COPY:
        return this.nodes.step(node, DELIVER, argument, codeOf(DELIVER, argument));
      case PROPOSE:
      case READ: {
        const number = this.count(counts, kind === PROPOSE ? 'proposals' : 'reads');
        return this.nodes.step(node, kind, number, codeOf(kind, number));
      }
      default:
        return this.nodes.step(node, kind, 0, codeOf(kind, 0));
    }
  }

  #node(states: Int32Array, place: number, at = 0): NodeState {
    return this.nodes.at(states[at + place] as number);
  }

  #has(counts: number, counter: Counter): boolean {
    return this.#isCounted(counter) ? this.count(counts, counter) < this.bounds[counter] : true;
  }

  #isCounted(counter: Counter): boolean {
    return this.bounds[counter] !== Infinity;
  }

  #counted(counts: number, kind: number): number {
    const counter = counterOf[kind];
    if (counter === undefined || !this.#isCounted(counter)) return counts;
    return counts + (1 << this.#shifts[counter]);
  }

  /** The messages of the next state: those of this one without `taken`, those sent, and none that cannot matter any more. */
  #takeMessages(
    states: Int32Array,
    at: number,
    taken: number,
    sent: readonly number[],
    changed: number,
  ): void {
    const { next, size } = this;
    const first = size + 3;
    const from = at + first;
    const count = states[at + size + 2] as number;
    let length = 0;
    for (let i = 0; i < count; i++) {
      const message = states[from + i] as number;
      if (message !== taken && !this.#isSpent(message, changed)) next[first + length++] = message;
    }
    for (let i = 0; i < sent.length; i++) {
      const message = sent[i] as number;
      if (this.#isSpent(message, -2)) continue;
      let to = length;
      while (to > 0 && (next[first + to - 1] as number) > message) to--;
      if (to > 0 && next[first + to - 1] === message) continue;
      for (let j = length; j > to; j--) next[first + j] = next[first + j - 1] as number;
      next[first + to] = message;
      length++;
      assert(first + length < next.length, 'so many messages under way have no place in a state');
    }
    next[size + 2] = length;
    this.length = first + length;
  }

  /**
   * Whatever its receiver does from now on, it will not look at this message: it is of a term that is over for it, or answers what it is not any
   * more. `changed`: only messages to the node at this place are looked at; -2: whoever it is to.
   */
  #isSpent(number: number, changed: number): boolean {
    if (!this.#drops || changed === -1) return false;
    const { type, term, to } = this.nodes.messages.at(number);
    const place = this.nodes.ids.indexOf(to);
    if (changed >= 0 && place !== changed) return false;
    if (place < 0) return true;
    const node = this.nodes.at(this.next[place] as number);
    if (typeof term !== 'number' || term === 0 || term > node.term) return false;
    if (term < node.term) return this.#votesFor.has(type);
    if (type === 'MsgVoteResp') return node.role !== 'StateCandidate';
    return (type === 'MsgAppResp' || type === 'MsgHeartbeatResp') && node.role !== 'StateLeader';
  }

  #logsMatch(changed: number): boolean {
    const { log } = this.#node(this.next, changed);
    for (let place = 0; place < this.size; place++) {
      if (place !== changed && !this.#isMatch(log, this.#node(this.next, place).log)) return false;
    }
    return true;
  }

  #isMatch(x: number, y: number): boolean {
    if (x === y) return true;
    const known = this.#matching.get(x, y);
    if (known >= 0) return known === 1;
    const isMatch = this.nodes.logs.match(x, y);
    this.#matching.set(x, y, isMatch ? 1 : 0);
    return isMatch;
  }

  /** Whether all that is committed is on the disks of a majority of the voters that committed it, of both halves. */
  #isDurable(): boolean {
    const { committed, halves } = this.pasts.at(this.next[this.size] as number);
    if (committed === 0) return true;
    const { logs } = this.nodes;
    for (const voters of halves) {
      let have = 0;
      for (const place of voters) {
        if (place >= 0 && logs.beginsWith(this.#node(this.next, place).disk, committed)) have++;
      }
      if (have * 2 <= voters.length) return false;
    }
    return true;
  }

  /** The same for states that are equal but for the names of nodes: of all renamings the one with the least fingerprint. */
  #findKey(): void {
    const { next, size, renamings } = this;
    const width = renamings * 2;
    const nodeLanes = this.nodes.lanes;
    const messageLanes = this.nodes.messages.lanes;
    const pastLanes = this.pasts.lanes;
    const past = (next[size] as number) * width;
    const messages = next[size + 2] as number;
    let bestA = 0;
    let bestB = 0;
    for (let r = 0; r < width; r += 2) {
      let a = pastLanes[past + r] as number;
      let b = pastLanes[past + r + 1] as number;
      for (let place = 0; place < size; place++) {
        const i = (next[place] as number) * width + r;
        a = (a + (nodeLanes[i] as number)) | 0;
        b = (b + (nodeLanes[i + 1] as number)) | 0;
      }
      for (let m = 0; m < messages; m++) {
        const i = (next[size + 3 + m] as number) * width + r;
        a = (a + (messageLanes[i] as number)) | 0;
        b = (b + (messageLanes[i + 1] as number)) | 0;
      }
      if (r === 0 || a < bestA || (a === bestA && b < bestB)) {
        bestA = a;
        bestB = b;
      }
    }
    const counts = next[size + 1] as number;
    this.keyA = avalanche(bestA ^ Math.imul(counts, 0x9e3779b1)) | 0;
    this.keyB = avalanche(bestB ^ Math.imul(counts, 0xc2b2ae35) ^ Math.imul(this.keyA, 0x27d4eb2f)) | 0;
  }

  /**
   * A number of the last state that is the same whatever its nodes are called, and that most steps leave as it is: of terms and logs alone, and of what has
   * been counted. States are dealt out to workers by it, so that most of what a state leads to stays where it is.
   */
  get share(): number {
    const { next, size, nodes } = this;
    let sum = next[size + 1] as number;
    for (let place = 0; place < size; place++) {
      const { log, term } = this.#node(next, place);
      sum = (sum + avalanche(nodes.logs.lanes(log).b + term)) | 0;
    }
    return avalanche(sum) >>> 0;
  }

  /** The key of a state that is there already. */
  keyOf(states: Int32Array, at: number, length: number): void {
    for (let i = 0; i < length; i++) this.next[i] = states[at + i] as number;
    this.length = length;
    this.#findKey();
  }

  #begin(setup: ModelSetup): Int32Array {
    const { size, nodes, next } = this;
    const sent: number[] = setup.messages.map((message) => nodes.messages.number(message));
    setup.nodes.forEach((node, place) => {
      const begun = nodes.begin(node);
      next[place] = begun.number;
      sent.push(...begun.sent);
    });
    const states = setup.nodes.map((_, place) => this.#node(next, place));
    next[size] = this.pasts.begin(setup, states);
    next[size + 1] = 0;
    const none = new Int32Array(size + 3);
    this.#takeMessages(none, 0, -1, sent, -2);
    this.#findKey();
    return next.slice(0, this.length);
  }
}

const NO_MESSAGES: readonly number[] = [];
/** Tells a state in which a node has fallen from the one before. */
const FALLEN_MARK = 0x5bd1e995;

const counterOf: readonly (Counter | undefined)[] = [
  undefined,
  'duplicates',
  'losses',
  'timeouts',
  'beats',
  'crashes',
  undefined,
  'proposals',
  'reads',
];

/** Of an older term than their receiver's they are ignored (raft/step.ts). */
const ignoredWhenOld: readonly MessageType[] = [
  'MsgVote',
  'MsgVoteResp',
  'MsgAppResp',
  'MsgHeartbeatResp',
  'MsgSnap',
  'MsgTimeoutNow',
  'MsgReadIndexResp',
];

/** Rules without which old messages are ignored all the same. Whatever is not known here keeps every message. */
const leavesOldAlone: ReadonlySet<string> = new Set([
  'voteTwice',
  'voteInMemory',
  'ignoreLogInVote',
  'compareLengthOnly',
  'electedByHalf',
  'commitOldTerms',
  'noPreviousCheck',
  'truncateAlways',
  'commitByHalf',
  'followerCommitsAll',
  'rawHeartbeatCommit',
  'matchOffByOne',
  'acknowledgeOwnLast',
  'replaceEqual',
  'leaderEditsLog',
  'noNoop',
  'acknowledgeBeforeFsync',
  'readLocally',
  'readBeforeCommit',
]);

/** Nodes that may be renamed have the same part in the configuration. */
function kindOfNode({ confState }: ModelSetup, id: number): string {
  const { voters, votersOutgoing, learners, learnersNext } = confState;
  return [voters, votersOutgoing, learners, learnersNext].map((half) => (half.includes(id) ? 1 : 0)).join('');
}

function checkSetup({ nodes, messages }: ModelSetup, bounds: Bounds): void {
  assert(nodes.length > 0, 'a model has nodes');
  const problem = checkBounds(bounds);
  assert(problem === undefined, problem ?? '');
  for (const { term } of messages) assertNumber(term);
}
