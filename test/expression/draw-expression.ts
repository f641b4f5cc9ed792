import { drawInt, drawUnit, type Dice } from '../../src/base/random.ts';

/** A random expression of a type, as text: of everything that the naive evaluator knows. `depth` 0 gives the shortest. */
export function drawExpression(dice: Dice, depth: number): string {
  return new Drawing(dice).boolean(depth, []);
}

const notBare = (text: string) => `(${text})`;

class Drawing {
  readonly #dice: Dice;
  #names = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  #pick<T>(...choices: readonly T[]): T {
    return choices[drawInt(this.#dice, 0, choices.length - 1)] as T;
  }

  #one(...choices: readonly (() => string)[]): string {
    return this.#pick(...choices)();
  }

  boolean(depth: number, variables: readonly string[]): string {
    const number = () => this.number(depth - 1, variables);
    const node = () => this.node(depth - 1, variables);
    if (depth <= 0) {
      return this.#one(
        () => `${this.node(0, variables)}.role == ${this.role()}`,
        () => `message.type == ${this.type()}`,
        () => `${this.fact(variables)} ${this.compares()} ${drawInt(this.#dice, 0, 8)}`,
        () => `changed(${this.fact(variables)})`,
        () =>
          this.#pick(
            'message.reject',
            'violation',
            'rule("isUpToDate")',
            'decided("voteGranted")',
            'config.joint',
          ),
        () =>
          this.#pick(
            'decided("entriesAppended")',
            'link(1, 2).cut',
            'link(2, 3).held',
            'violation("MemberSoundness")',
          ),
        () => `key("${this.key()}").exists`,
        () => `event.type ${this.#pick('==', '!=')} ${this.#pick('tick', 'message', 'command', 'writeDone')}`,
        () => `${this.node(0, variables)}.status == ${this.#pick('up', 'paused', 'killed')}`,
        () => `client("A").last.status == ${this.#pick('ok', 'failed', 'unknown')}`,
      );
    }
    const boolean = (less = 1) => notBare(this.boolean(depth - less, variables));
    return this.#one(
      () => `${boolean()} && ${boolean()}`,
      () => `${boolean()} || ${boolean()}`,
      () => `!${boolean()}`,
      () => `${notBare(number())} ${this.compares()} ${notBare(number())}`,
      () => `${node()} ${this.#pick('==', '!=')} ${this.#pick('none', 'node(2)', node())}`,
      () => `${node()} in ${this.#pick('voters', 'config.learners', '[1, 3]', 'nodes', 'leader.granted')}`,
      () => `was(${this.boolean(depth - 1, variables)})`,
      () => `changed(${this.plain(depth - 1, variables)})`,
      () => this.aggregate(this.#pick('any', 'all'), depth, variables),
      () =>
        `${this.text()} ${this.#pick('==', 'contains', 'startsWith', 'endsWith')} "${this.#pick('1', 'a', '', 'put')}"`,
      () => `message.type in [${this.type()}, ${this.type()}]`,
      () => `${this.thing(variables)} ${this.#pick('==', '!=')} none`,
      () => this.boolean(0, variables),
    );
  }

  number(depth: number, variables: readonly string[]): string {
    if (depth <= 0) {
      return this.#one(
        () => `${drawInt(this.#dice, 0, 9)}`,
        () => this.fact(variables),
        () => `message.${this.#pick('term', 'index', 'commit', 'logTerm', 'hint')}`,
        () =>
          this.#pick(
            'time',
            'event.number',
            'violations',
            'quorum',
            'event.committed',
            'event.elected',
            'event.sent',
          ),
        () =>
          this.#pick(
            'messages.count',
            'sent.count',
            'decisions.count',
            'message.entries.count',
            'calls.count',
            'answered.count',
          ),
        () => `key("${this.key()}").${this.#pick('modRevision', 'version')}`,
        () => `node(${this.id()}).log(${drawInt(this.#dice, 1, 6)}).term`,
        () => `leader.progress(${this.id()}).${this.#pick('match', 'next', 'inflight')}`,
        () =>
          `${this.node(0, variables)}.${this.#pick('electionElapsed', 'appendQueue', 'pendingProposals', 'inbox', 'restarts')}`,
        () => this.#pick('18446744073709551615', '1.5'),
      );
    }
    const number = () => notBare(this.number(depth - 1, variables));
    return this.#one(
      () => `${number()} ${this.#pick('+', '-', '*', '/', '%')} ${number()}`,
      () => `-${number()}`,
      () => `was(${this.number(depth - 1, variables)})`,
      () => `count(${this.boolean(depth - 1, variables)})`,
      () => this.aggregate('count', depth, variables),
      () => this.aggregate(this.#pick('min', 'max', 'sum'), depth, variables),
      () => this.number(0, variables),
    );
  }

  /** Variables are of nodes; of the other lists none is remembered of. */
  aggregate(name: string, depth: number, variables: readonly string[]): string {
    const variable = `v${this.#names++}`;
    const isOfNodes = drawUnit(this.#dice) < 0.7;
    if (isOfNodes) {
      const inner = [...variables, variable];
      const body = ['min', 'max', 'sum'].includes(name)
        ? this.number(depth - 1, inner)
        : this.boolean(depth - 1, inner);
      return `${name}(${variable} in ${this.#pick('nodes', 'voters')}, ${body})`;
    }
    if (['min', 'max', 'sum'].includes(name)) {
      return this.#pick(
        `${name}(${variable} in messages, ${variable}.term)`,
        `${name}(${variable} in entries(${this.id()}), ${variable}.index)`,
      );
    }
    return this.#pick(
      `${name}(${variable} in sent, ${variable}.type == ${this.type()})`,
      `${name}(${variable} in messages, ${variable}.fate == held || ${variable}.to == 2)`,
      `${name}(${variable} in entries(${this.id()}), ${variable}.committed)`,
      `${name}(${variable} in node(${this.id()}).progress, ${variable}.state == StateProbe || ${variable}.paused)`,
      `${name}(${variable} in links, ${variable}.cut)`,
      `${name}(${variable} in decisions, ${variable}.type == "committed")`,
    );
  }

  node(depth: number, variables: readonly string[]): string {
    const variable = variables.at(drawInt(this.#dice, 0, variables.length - 1));
    if (variable !== undefined && drawUnit(this.#dice) < 0.6) return variable;
    if (depth <= 0) return this.#pick(`node(${this.id()})`, 'leader', `node(${this.id()})`);
    return this.#one(
      () => this.#pick('message.from', 'message.to', 'event.node'),
      () => `${this.node(depth - 1, variables)}.${this.#pick('lead', 'vote', 'transferee')}`,
      () => `was(${this.node(depth - 1, variables)})`,
      () => this.node(0, variables),
    );
  }

  fact(variables: readonly string[]): string {
    const name = this.#pick('term', 'commit', 'applied', 'last', 'first', 'stable', 'revision');
    if (drawUnit(this.#dice) < 0.3) return `${name}(${this.id()})`;
    return `${this.node(0, variables)}.${name}`;
  }

  plain(depth: number, variables: readonly string[]): string {
    return this.#one(
      () => this.number(depth, variables),
      () => this.boolean(depth, variables),
      () => this.node(depth, variables),
      () =>
        `${this.node(0, variables)}.${this.#pick('role', 'member', 'status', 'granted', 'storeHash', 'alarms')}`,
      () => this.#pick('voters', 'config.learners', 'message.type'),
    );
  }

  text(): string {
    return this.#pick(
      `key("${this.key()}").value`,
      'event.command',
      `node(${this.id()}).log(3).label`,
      'client("A").last.error',
    );
  }

  thing(variables: readonly string[]): string {
    return this.#pick(
      'message',
      `message(${drawInt(this.#dice, 1, 60)})`,
      `node(${this.id()})`,
      `${this.node(0, variables)}.log(${drawInt(this.#dice, 1, 8)})`,
      `leader.progress(2)`,
      `call(${drawInt(this.#dice, 1, 5)})`,
    );
  }

  role(): string {
    return this.#pick('StateLeader', 'leader', 'StateFollower', 'candidate', 'StatePreCandidate').replace(
      'candidate',
      'StateCandidate',
    );
  }

  type(): string {
    return this.#pick(
      'MsgApp',
      'MsgAppResp',
      'MsgVote',
      'MsgVoteResp',
      'MsgHeartbeat',
      'MsgPreVote',
      'MsgStorageAppendResp',
      'MsgProp',
      'MsgHup',
      'MsgUnreachable',
    );
  }

  compares(): string {
    return this.#pick('==', '!=', '<', '<=', '>', '>=');
  }

  key(): string {
    return this.#pick('a', 'b', 'k1', 'x');
  }

  id(): number {
    return drawInt(this.#dice, 1, 4);
  }
}

/** Each field that a part of the index tells of, alone, and conjunctions of which one side decides when to look. */
export const plainExpressions: readonly string[] = [
  ...[
    'role',
    'term',
    'vote',
    'lead',
    'commit',
    'applied',
    'first',
    'last',
    'stable',
    'revision',
    'status',
    'member',
  ].flatMap((name) => [`${name}(1)`, `${name}(2)`, `any(n in nodes, changed(n.${name}))`]),
  ...[
    'keyCount',
    'storeHash',
    'granted',
    'pendingConf',
    'transferee',
    'electionElapsed',
    'applyQueue',
    'inbox',
  ].map((name) => `node(2).${name}`),
  ...['hardState.term', 'hardState.commit', 'snapshot.index', 'config.voters', 'disk.writing'].map(
    (name) => `node(1).${name}`,
  ),
  'leader.progress(2).match',
  'leader.progress(3).next',
  'key("a").modRevision',
  'key("b").value',
  'leader',
  'voters',
  'messages.count',
  'calls.count',
  'client("A").last.status',
  'commit(1) >= 1 && message.type == MsgAppResp',
  'message.type == MsgAppResp && commit(1) >= 1',
  'leader != none && message.type in [MsgApp, MsgHeartbeat]',
  'term(1) > 0 && changed(commit(2))',
  'changed(last(1)) && message.type == MsgProp',
  'role(1) == was(role(1)) && rule("committedIndex")',
  'count(message.type == MsgApp)',
  'count(changed(commit(1)))',
];
