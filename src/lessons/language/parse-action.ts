import type { ConfChangeType } from '../../raft/entry.ts';
import { messageTypeNumber, type MessageType } from '../../raft/message.ts';
import {
  CLIENT_NAME,
  parseClient,
  parseClientAction,
  parseHistory,
  parsePause,
  parseProgress,
  parseStore,
} from './parse-client.ts';
import { parseCluster } from './parse-cluster.ts';
import { parseExpectation } from './parse-expectation.ts';
import { parseClock, parseDisk, parseFlip, parsePower, parseShape } from './parse-fault.ts';
import { parseGet } from './parse-selector.ts';
import type { ConfChangeAsked, LoadAction, ScriptAction } from './script.ts';
import type { WordReader } from './word-reader.ts';

type Parser = (words: WordReader) => ScriptAction;

/** Every action by its first word. */
const parsers: Readonly<Record<string, Parser>> = {
  cluster: parseCluster,
  expect: parseExpectation,
  tick: parseTick,
  conf: parseConf,
  load: parseLoad,
  part: parsePart,
  manual: () => ({ type: 'manual' }),
  auto: () => ({ type: 'auto' }),
  heal: () => ({ type: 'heal' }),
  mark: () => ({ type: 'mark' }),
  settle: (words) => ({ type: 'settle', only: parseOnly(words) }),
  ready: (words) => ({ type: 'ready', nodes: words.nodes() }),
  append: (words) => ({ type: 'append', nodes: words.nodes() }),
  apply: (words) => ({ type: 'apply', nodes: words.nodes() }),
  stall: (words) => parseStall('stall', words),
  unstall: (words) => parseStall('unstall', words),
  power: parsePower,
  disk: parseDisk,
  flip: parseFlip,
  wipe: (words) => ({ type: 'wipe', nodes: words.nodes() }),
  clock: parseClock,
  shape: parseShape,
  crash: (words) => ({ type: 'crash', nodes: words.nodes() }),
  restart: (words) => ({ type: 'restart', nodes: words.nodes() }),
  isolate: (words) => ({ type: 'isolate', nodes: words.nodes() }),
  deliver: (words) => parseMessage('deliver', words),
  dup: (words) => parseMessage('dup', words),
  discard: (words) => ({ type: 'discard', links: words.links() }),
  cut: (words) => ({ type: 'cut', links: words.links() }),
  hold: (words) => ({ type: 'hold', links: words.links() }),
  uncut: (words) => ({ type: 'uncut', links: words.isAtEnd ? undefined : words.links() }),
  release: (words) => ({ type: 'release', links: words.isAtEnd ? undefined : words.links() }),
  campaign: (words) => ({ type: 'campaign', node: words.node() }),
  forget: (words) => ({ type: 'forget', node: words.node() }),
  compact: (words) => ({ type: 'compact', node: words.node() }),
  forcenew: (words) => ({ type: 'forcenew', node: words.node() }),
  propose: parsePropose,
  transfer: (words) => ({
    type: 'transfer',
    node: words.node(),
    peer: words.node('the node to hand over to'),
  }),
  unreachable: (words) => ({ type: 'unreachable', node: words.node(), peer: words.node('the other node') }),
  snapstatus: parseSnapStatus,
  read: (words) => ({ type: 'read', node: words.node(), context: words.word('a name for the read like r1') }),
  rto: (words) => ({ type: 'rto', timeouts: words.timeouts() }),
  client: parseClient,
  sread: parseSerializableRead,
  store: parseStore,
  history: parseHistory,
  progress: parseProgress,
  pause: (words) => parsePause(words, 'pause'),
  resume: (words) => parsePause(words, 'wake'),
  continue: (words) => ({ type: 'continue', lesson: words.word('a lesson like K1') }),
  with: parseWith,
};

/** One line, without its comment. Throws ScriptError. */
export function parseAction(words: WordReader): ScriptAction {
  const name = words.word('an action');
  const action = parserOf(words, name)(words);
  words.end();
  return action;
}

function parserOf(words: WordReader, name: string): Parser {
  if (CLIENT_NAME.test(name)) return (rest) => parseClientAction(rest, name);
  const parser = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
  if (parser === undefined)
    throw words.refuse(`an action (${Object.keys(parsers).join(', ')}) or a client like c1`);
  return parser;
}

/** `i a`: what node i itself has. */
function parseSerializableRead(words: WordReader): ScriptAction {
  const node = words.node();
  return { type: 'sread', node, call: parseGet(words) };
}

/** `fencing:` */
function parseWith(words: WordReader): ScriptAction {
  const word = words.word('fencing:');
  if (word !== 'fencing:' && word !== 'fencing') throw words.refuse('fencing:');
  return { type: 'withFencing' };
}

/** `i [append] [apply]`; neither named: both. */
function parseStall(type: 'stall' | 'unstall', words: WordReader): ScriptAction {
  const node = words.node();
  const threads = (['append', 'apply'] as const).filter((thread) => words.maybe(thread));
  return { type, node, threads: threads.length === 0 ? ['append', 'apply'] : threads };
}

/** `k [only=i,j] [raw]` */
function parseTick(words: WordReader): ScriptAction {
  const count = words.number('a number of ticks', 1);
  const only = parseOnly(words);
  return { type: 'tick', count, only, raw: words.maybe('raw') };
}

function parseOnly(words: WordReader): number[] | undefined {
  const value = words.maybePrefixed('only=');
  return value === undefined ? undefined : words.nodes(value);
}

/** `a>b [Type] [nth=k]` */
function parseMessage(type: 'deliver' | 'dup', words: WordReader): ScriptAction {
  const link = words.link();
  let messageType: MessageType | undefined;
  if (words.peek()?.startsWith('Msg') === true) {
    const word = words.word('a message type');
    if (!isMessageType(word)) throw words.refuse('a message type like MsgApp');
    messageType = word;
  }
  const nth = words.maybePrefixed('nth=');
  return {
    type,
    link,
    messageType,
    nth: nth === undefined ? 1 : words.number('nth= with a number from 1', 1, nth),
  };
}

function isMessageType(word: string): word is MessageType {
  return Object.hasOwn(messageTypeNumber, word);
}

/** `i k=v`: everything after the first = is the value. */
function parsePropose(words: WordReader): ScriptAction {
  const node = words.node();
  const word = words.word('a command like x=1');
  const equals = word.indexOf('=');
  if (equals <= 0) throw words.refuse('a command like x=1');
  return { type: 'propose', node, key: word.slice(0, equals), value: word.slice(equals + 1) };
}

const changeTypes: Readonly<Record<string, ConfChangeType>> = {
  v: 'ConfChangeAddNode',
  l: 'ConfChangeAddLearnerNode',
  r: 'ConfChangeRemoveNode',
};

/** `i v4`, `i joint v4 r3 [explicit]` or `i leave` */
function parseConf(words: WordReader): ScriptAction {
  const node = words.node();
  if (words.maybe('leave')) return { type: 'conf', node, changes: [], joint: 'explicit' };
  if (!words.maybe('joint')) {
    return { type: 'conf', node, changes: [parseChange(words)], joint: undefined };
  }
  const changes = [parseChange(words)];
  while (!words.isAtEnd && words.peek() !== 'explicit') changes.push(parseChange(words));
  return { type: 'conf', node, changes, joint: words.maybe('explicit') ? 'explicit' : 'implicit' };
}

function parseChange(words: WordReader): ConfChangeAsked {
  const expected = 'a change like v4 (voter), l4 (learner) or r4 (remove)';
  const match = /^([vlr])([1-9]\d*)$/.exec(words.word(expected));
  const type = changeTypes[match?.[1] ?? ''];
  if (type === undefined) throw words.refuse(expected);
  return { type, node: Number(match?.[2]) };
}

/** `i [log=1,1,2] [term=] [vote=] [commit=]`; without `log=` the log stays empty. */
function parseLoad(words: WordReader): LoadAction {
  const node = words.node();
  const logText = words.maybePrefixed('log=') ?? '';
  const log = logText === '' ? [] : logText.split(',').map((term) => words.term('a term', term));
  const options = { term: log.at(-1) ?? 0, vote: 0, commit: 0 };
  const load: { -readonly [Name in keyof LoadAction]: LoadAction[Name] } = {
    type: 'load',
    node,
    log,
    ...options,
  };
  while (!words.isAtEnd) {
    const word = words.word('log=, term=, vote= or commit=');
    const [name, value = ''] = word.split('=');
    if (name === 'term') load.term = words.term('term= with a number', value);
    else if (name === 'vote') load.vote = words.number('vote= with a node', 0, value);
    else if (name === 'commit') load.commit = words.number('commit= with an index', 0, value);
    else throw words.refuse('log=, term=, vote= or commit=');
  }
  checkLoad(words, load);
  return load;
}

/** What no disk of a Raft node can hold. */
function checkLoad(words: WordReader, load: LoadAction): void {
  load.log.forEach((term, i) => {
    if (term < (load.log[i - 1] ?? 1)) throw words.refuse('a log whose terms begin at 1 and never fall');
  });
  if (load.commit > load.log.length) throw words.refuse(`a commit of at most ${load.log.length}`);
  if (load.term < (load.log.at(-1) ?? 0)) throw words.refuse('a term of at least that of the last entry');
}

/** `1,2|3,4,5` */
function parsePart(words: WordReader): ScriptAction {
  const expected = 'groups like 1,2|3,4,5';
  const groups = words
    .word(expected)
    .split('|')
    .map((group) => words.nodes(group));
  const all = groups.flat();
  if (groups.length < 2 || new Set(all).size !== all.length)
    throw words.refuse(`${expected}, each node once,`);
  return { type: 'part', groups };
}

/** `i j ok|fail` */
function parseSnapStatus(words: WordReader): ScriptAction {
  const node = words.node();
  const peer = words.node('the node the snapshot was for');
  const word = words.word('ok or fail');
  if (word !== 'ok' && word !== 'fail') throw words.refuse('ok or fail');
  return { type: 'snapstatus', node, peer, ok: word === 'ok' };
}
