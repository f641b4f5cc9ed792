import type { NodeId } from '../../base/flavor.ts';
import { isRuleName, ruleNames } from '../../node/rule-names.ts';
import type { ClusterAction, TimeoutSetting } from './script.ts';
import type { WordReader } from './word-reader.ts';

const OPTIONS =
  'voters=, learners=, spare=, preVote, checkQuorum, lease, stepDownOnRemoval, inflight=, inflightBytes=, uncommitted=, msgBytes=, oneEntryPerMsg, async, rto=, manualSnapStatus or bug=';

/** Options that are a number from 1. */
const LIMITS: ReadonlySet<string> = new Set(['inflight', 'inflightBytes', 'uncommitted', 'msgBytes']);

/** `voters=1,2,3 [learners=4] [spare=5] [preVote] …` */
export function parseCluster(words: WordReader): ClusterAction {
  const lists: Record<'voters' | 'learners' | 'spare', readonly NodeId[]> = {
    voters: [],
    learners: [],
    spare: [],
  };
  const flags = new Set<string>();
  const limits = new Map<string, number>();
  let timeouts: readonly TimeoutSetting[] = [];
  const bugs: Bugs = { brokenRules: [], randomApply: [] };
  while (!words.isAtEnd) {
    const word = words.word(OPTIONS);
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = word.slice(name.length + 1);
    if (equals < 0 && isFlag(word)) flags.add(word);
    else if (equals > 0 && (name === 'voters' || name === 'learners' || name === 'spare')) {
      lists[name] = words.nodes(value);
    } else if (equals > 0 && LIMITS.has(name))
      limits.set(name, words.number(`${name}= with a number`, 1, value));
    else if (equals > 0 && name === 'rto') timeouts = words.timeouts(value);
    else if (equals > 0 && name === 'bug') for (const bug of value.split(',')) addBug(words, bug, bugs);
    else throw words.refuse(OPTIONS);
  }
  checkMembers(words, lists);
  const [window = Infinity, message = 0] = [limits.get('inflightBytes'), limits.get('msgBytes')];
  if (message > window) throw words.refuse('an inflightBytes= of at least msgBytes=');
  return {
    type: 'cluster',
    ...lists,
    preVote: flags.has('preVote'),
    checkQuorum: flags.has('checkQuorum') || flags.has('lease'),
    lease: flags.has('lease'),
    stepDownOnRemoval: flags.has('stepDownOnRemoval'),
    inflight: limits.get('inflight'),
    inflightBytes: limits.get('inflightBytes'),
    uncommittedBytes: limits.get('uncommitted'),
    messageBytes: limits.get('msgBytes'),
    oneEntryPerMsg: flags.has('oneEntryPerMsg'),
    asyncStorage: flags.has('async'),
    timeouts,
    manualSnapStatus: flags.has('manualSnapStatus'),
    ...bugs,
  };
}

interface Bugs {
  readonly brokenRules: string[];
  readonly randomApply: NodeId[];
}

function isFlag(word: string): boolean {
  return [
    'preVote',
    'checkQuorum',
    'lease',
    'stepDownOnRemoval',
    'oneEntryPerMsg',
    'async',
    'manualSnapStatus',
  ].includes(word);
}

/** A broken rule by its name, or `randomApply@i`. */
function addBug(words: WordReader, bug: string, bugs: Bugs): void {
  const [name, node] = bug.split('@');
  if (name === 'randomApply' && node !== undefined) {
    bugs.randomApply.push(words.number('randomApply@ with a node', 1, node));
  } else if (isRuleName(bug)) bugs.brokenRules.push(bug);
  else throw words.refuse(`bug= with one of ${ruleNames.join(', ')} or randomApply@i`);
}

function checkMembers(
  words: WordReader,
  lists: Record<'voters' | 'learners' | 'spare', readonly NodeId[]>,
): void {
  const all = [...lists.voters, ...lists.learners, ...lists.spare];
  if (lists.voters.length === 0) throw words.refuse('voters= with at least one node');
  if (new Set(all).size !== all.length) {
    throw words.refuse('each node in only one of voters=, learners= and spare=');
  }
}
