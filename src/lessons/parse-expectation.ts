import { messageTypeNumber } from '../raft/message.ts';
import { isCounterName } from './counters.ts';
import { isNodeField, NODE_FIELDS } from './expectations.ts';
import { safetyNames, type Comparison, type Condition, type ScriptAction } from './script.ts';
import type { WordReader } from './word-reader.ts';

/** `msgs Type=n …`, `violation NAME`, `no-violation NAME …` or `i,j field=value …` */
export function parseExpectation(words: WordReader): ScriptAction {
  if (words.maybe('msgs')) return { type: 'expectMessages', conditions: parseCounts(words) };
  if (words.maybe('violation')) return parseViolation(words);
  if (words.maybe('no-violation')) return { type: 'expectNoViolation', names: parseNames(words) };
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

function parseViolation(words: WordReader): ScriptAction {
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
  const expected = `one of ${safetyNames.join(', ')}`;
  const name = words.word(expected);
  if (!safetyNames.some((known) => known === name)) throw words.refuse(expected);
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
