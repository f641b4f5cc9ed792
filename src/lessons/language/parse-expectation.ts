import type { NodeId } from '../../base/flavor.ts';
import { messageTypeNumber } from '../../raft/message.ts';
import { isCounterName } from '../run/counters.ts';
import { isNodeField, NODE_FIELDS } from '../run/expectations.ts';
import { parseGet } from './parse-selector.ts';
import { isPropertyName, propertyNames } from '../../check/properties.ts';
import type { Comparison, Condition, Expectation } from './script.ts';
import { unquoted, WordReader } from './word-reader.ts';

/** One of the forms below, or several with `or` between them. */
export function parseExpectation(words: WordReader): Expectation {
  const alternatives = words.split('or').map((part) => {
    const alternative = parseAlternative(part);
    part.end();
    return alternative;
  });
  const [only, ...others] = alternatives;
  return only !== undefined && others.length === 0 ? only : { type: 'expectAny', alternatives };
}

/**
 *     msgs Type=n …                      messages handed to the network
 *     down 1,2 [words]                   nodes that are down, and what stands in the reason
 *     violation NAME, no-violation …     what the checks have reported
 *     1,2 field=value …                  nodes
 *     get a [rev=…]: field=value …       what a read yields now; sread i a: …: what node i has
 *     lock m: field=value …              who holds a lock
 *     c1 …, w …, S.log=…                 a client's last call, a watch, a store outside
 *     rev=… linearizable=… H1=…          the run as a whole
 */
function parseAlternative(words: WordReader): Expectation {
  if (words.maybe('msgs')) return { type: 'expectMessages', conditions: parseCounts(words) };
  if (words.maybe('down')) return parseDown(words);
  if (words.maybe('violation')) return parseViolation(words);
  if (words.maybe('no-violation')) return { type: 'expectNoViolation', names: parseNames(words) };
  if (words.maybe('get')) return parseRead(words, undefined);
  if (words.maybe('sread')) return parseRead(words, words.node());
  if (words.maybe('lock')) {
    const lock = words.word('a lock').replace(/:$/, '');
    return { type: 'expectLock', lock, conditions: parseConditions(words) };
  }
  const first = words.peek() ?? '';
  if (/^\d/.test(first) || first === '') return parseNodes(words);
  const store = /^(\w+)\.(log(?:=|!=).*)$/.exec(first);
  if (store !== null) return parseStoreExpectation(words, store[1] ?? '');
  if (/[=<>]/.test(first)) return parseRun(words);
  return { type: 'expectNamed', name: words.word('a name'), conditions: parseConditions(words) };
}

function parseDown(words: WordReader): Expectation {
  const nodes = words.nodes();
  const said: string[] = [];
  while (!words.isAtEnd) said.push(words.word('words of the reason'));
  return { type: 'expectDown', nodes, words: said.join(' ') };
}

function parseNodes(words: WordReader): Expectation {
  const nodes = words.nodes(words.word('nodes like 1,2, msgs, violation or no-violation'));
  const conditions: Condition[] = [];
  do {
    const condition = parseCondition(words, 'field=value');
    if (!isNodeField(condition.field)) throw words.refuse(`one of the fields ${NODE_FIELDS}`);
    checkNumber(words, condition);
    conditions.push(condition);
  } while (!words.isAtEnd);
  return { type: 'expectNodes', nodes, conditions };
}

/** `a [options]: field=value …`: the word that ends with a colon is the last of the read. */
function parseRead(words: WordReader, node: NodeId | undefined): Expectation {
  const call = parseGet(
    words.take(
      () => false,
      (text) => text.endsWith(':'),
    ),
  );
  return { type: 'expectRead', node, call, conditions: parseConditions(words) };
}

/** `S.log=[c2:2] [violation=NAME]` */
function parseStoreExpectation(words: WordReader, name: string): Expectation {
  const { column, text } = words.next('S.log= with writes like [c2:2]');
  const log = new WordReader([{ text: text.slice(name.length + 1), column: column + name.length + 1 }]);
  const conditions = [parseCondition(log, 'log= with writes like [c2:2]')];
  return { type: 'expectNamed', name, conditions: [...conditions, ...parseOptionalConditions(words)] };
}

function parseRun(words: WordReader): Expectation {
  return { type: 'expectRun', conditions: parseConditions(words) };
}

/** At least one. */
function parseConditions(words: WordReader): Condition[] {
  const conditions: Condition[] = [];
  do conditions.push(parseFlagOrCondition(words));
  while (!words.isAtEnd);
  return conditions;
}

function parseOptionalConditions(words: WordReader): Condition[] {
  return words.isAtEnd ? [] : parseConditions(words);
}

function parseFlagOrCondition(words: WordReader): Condition {
  const next = words.peek();
  if (next !== undefined && /^[a-z]\w*$/i.test(next)) {
    return { field: words.word('a field'), comparison: '=', value: 'true' };
  }
  const condition = parseCondition(words, 'field=value');
  checkNumber(words, condition);
  return { ...condition, value: unquoted(condition.value) };
}

function parseCounts(words: WordReader): Condition[] {
  const conditions: Condition[] = [];
  do {
    const condition = parseCondition(words, 'Type=n');
    if (!isCounterName(condition.field)) {
      throw words.refuse(
        `a message type (${Object.keys(messageTypeNumber).join(', ')}), Type.reject, MsgApp.data, MsgApp.empty or ErrProposalDropped`,
      );
    }
    if (!/^\d+$/.test(condition.value)) throw words.refuse('a number of messages');
    conditions.push(condition);
  } while (!words.isAtEnd);
  return conditions;
}

function parseViolation(words: WordReader): Expectation {
  const name = parseName(words);
  let revision: number | undefined;
  let node: number | undefined;
  while (!words.isAtEnd) {
    if (words.maybe('at')) continue;
    const rev = words.maybePrefixed('rev=');
    if (rev !== undefined) {
      revision = words.number('rev= with a revision', 1, rev);
      continue;
    }
    const id = words.maybePrefixed('node=');
    if (id === undefined) {
      words.word('at, rev= or node=');
      throw words.refuse('at, rev= or node=');
    }
    node = words.number('node= with a node', 1, id);
  }
  return { type: 'expectViolation', name, revision, node };
}

function parseNames(words: WordReader): string[] {
  const names: string[] = [];
  do names.push(parseName(words));
  while (!words.isAtEnd);
  return names;
}

function parseName(words: WordReader): string {
  const expected = `one of ${propertyNames.join(', ')}`;
  const name = words.word(expected);
  if (!isPropertyName(name)) throw words.refuse(expected);
  return name;
}

/** Field, comparison, value; the value may be empty (`reads=`) and may hold what it likes. */
function parseCondition(words: WordReader, expected: string): Condition {
  const match = /^([^=<>!]+)(>=|<=|!=|=|>|<)(.*)$/.exec(words.word(expected));
  const [, field, comparison, value] = match ?? [];
  if (field === undefined || comparison === undefined || value === undefined) throw words.refuse(expected);
  return { field, comparison: comparison as Comparison, value };
}

function checkNumber(words: WordReader, condition: Condition): void {
  const isOrder = condition.comparison !== '=' && condition.comparison !== '!=';
  if (isOrder && !/^\d+$/.test(condition.value)) throw words.refuse('a number after a comparison');
}
