import type { CompareResult } from '../../etcd/request.ts';
import type { KeySelector, TxnCall, TxnCallOperation, TxnCompare } from './client-action.ts';
import { parseDelete, parseGet, parsePut } from './parse-selector.ts';
import { unquoted, WordReader } from './word-reader.ts';

/**
 * `[if COMPARE {and COMPARE}] then OPERATION {, OPERATION} [else OPERATION {, OPERATION}]`
 *
 *     txn if mod(a)=6 and value(b)!=x then put a=4, del c else get a, txn ( if … then … )
 *
 * COMPARE is `mod`, `create`, `version`, `value` or `lease` of a key, of the keys from one up to another (`mod(a,c)`), or
 * of all keys that begin so (`mod(prefix=a)`), with =, !=, < or >.
 */
export function parseTxn(words: WordReader): TxnCall {
  return parseSpread(words.take(() => false).spread());
}

function parseSpread(words: WordReader): TxnCall {
  const compare = words.maybe('if') ? parseCompares(words) : [];
  if (!words.maybe('then') && !words.isAtEnd && words.peek() !== 'else') {
    words.word('then');
    throw words.refuse('if, then or else');
  }
  const success = parseOperations(words);
  const failure = words.maybe('else') ? parseOperations(words) : [];
  words.end();
  return { type: 'txn', compare, success, failure };
}

function parseCompares(words: WordReader): TxnCompare[] {
  const compares: TxnCompare[] = [];
  while (!words.isAtEnd && words.peek() !== 'then') {
    if (words.maybe('and') || words.maybe('&&') || words.maybe(',')) continue;
    compares.push(parseCompare(words));
  }
  return compares;
}

const targets: Readonly<Record<string, TxnCompare['target']>> = {
  mod: 'MOD',
  create: 'CREATE',
  version: 'VERSION',
  value: 'VALUE',
  lease: 'LEASE',
};

const results: Readonly<Record<string, CompareResult>> = {
  '=': 'EQUAL',
  '!=': 'NOT_EQUAL',
  '<': 'LESS',
  '>': 'GREATER',
};

function parseCompare(words: WordReader): TxnCompare {
  const expected = 'a compare like mod(a)=6';
  const word = words.word(expected);
  // The sign and the value may stand apart: `mod(a) = 6`.
  let text = word.replace(/,$/, '');
  while (!/\)(=|!=|<|>).+$/.test(text) && !words.isAtEnd && words.peek() !== 'then') {
    text += words.word(expected).replace(/,$/, '');
  }
  const match = /^(\w+)\((.*?)\)(!=|=|<|>)(.*)$/.exec(text);
  const target = targets[match?.[1] ?? ''];
  const result = results[match?.[3] ?? ''];
  const [, , keys, , value] = match ?? [];
  if (target === undefined || result === undefined || keys === undefined || value === undefined) {
    throw words.refuse(expected);
  }
  const isNumber = target !== 'VALUE' && target !== 'LEASE';
  if (isNumber && !/^\d+$/.test(unquoted(value))) throw words.refuse('a number after the sign');
  return { target, keys: selectorOf(keys), result, value: unquoted(value) };
}

/** `a`, `"a"`, `a,c` or `prefix=a`. */
function selectorOf(text: string): KeySelector {
  const prefix = /^prefix=(.*)$/.exec(text)?.[1];
  if (prefix !== undefined) return { type: 'prefix', prefix: unquoted(prefix) };
  const [key = '', end] = text.split(',').map(unquoted);
  return end === undefined ? { type: 'key', key } : { type: 'range', key, end };
}

/** Up to `else`, a closing bracket or the end. Commas stand at the end of an operation's last word. */
function parseOperations(words: WordReader): TxnCallOperation[] {
  const operations: TxnCallOperation[] = [];
  while (!words.isAtEnd && words.peek() !== 'else') {
    if (!words.maybe(',')) operations.push(parseOperation(words));
  }
  return operations;
}

function parseOperation(words: WordReader): TxnCallOperation {
  const expected = 'put, get, del or txn';
  const name = words.word(expected);
  switch (name) {
    case 'put':
      return parsePut(operationWords(words));
    case 'get':
      return parseGet(operationWords(words));
    case 'del':
      return parseDelete(operationWords(words));
    case 'txn':
      return parseSpread(bracketed(words));
    default:
      throw words.refuse(expected);
  }
}

/** The words of one operation, without the comma that ends it. */
function operationWords(words: WordReader): WordReader {
  return words.take(
    (text) => text === 'else' || text === ',',
    (text) => text.endsWith(','),
  );
}

/** What stands between `(` and the bracket that closes it. */
function bracketed(words: WordReader): WordReader {
  if (!words.maybe('(')) {
    words.word('( before a transaction within a transaction');
    throw words.refuse('( before a transaction within a transaction');
  }
  let depth = 1;
  const inner = words.take((text) => {
    if (text === '(') depth++;
    if (text === ')') depth--;
    return depth === 0;
  });
  if (!words.maybe(')')) throw words.refuse(') after a transaction within a transaction');
  return inner;
}
