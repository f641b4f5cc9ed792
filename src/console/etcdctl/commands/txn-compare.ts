import type { Compare, CompareResult, CompareTarget } from '../../../etcd/request.ts';
import { parseInteger } from '../../text/go-numbers.ts';
import { quote } from '../../text/go-quote.ts';
import { bytesOfWord } from '../../text/go-string.ts';
import { unquote } from '../../text/go-unquote.ts';
import { EXIT, Exit } from '../exit.ts';
import { Panic } from '../panic.ts';

const results: Readonly<Record<string, CompareResult>> = {
  '=': 'EQUAL',
  '!=': 'NOT_EQUAL',
  '>': 'GREATER',
  '<': 'LESS',
};

/** One line of the first part of a txn, `mod("key") > "0"`; what is wrong with it in etcdctl's words. Throws Exit and Panic. */
export function parseCompare(line: string): Compare {
  const open = line.indexOf('(');
  if (open < 0) throw invalid(`malformed comparison: ${line}`);
  const target = line.slice(0, open);
  const scanned = scan(line.slice(open + 1));
  const { key = '', operator = '', value } = scanned;
  if (value === undefined) {
    const got = `${target}(${quote(key)}) ${operator} ${quote('')}`;
    throw invalid(`malformed comparison: ${line}; got ${got}`);
  }
  const what = targetOf(line, target, operator, value);
  return { result: resultOf(operator), target: what, key: bytesOfWord(key) };
}

function targetOf(line: string, target: string, operator: string, value: string): CompareTarget {
  const whole = () => {
    try {
      return Number(parseInteger(value, { func: 'ParseInt', base: 10 }));
    } catch {
      throw invalid(`invalid txn compare request: ${line}`);
    }
  };
  switch (target) {
    case 'ver':
    case 'version':
      return { type: 'VERSION', value: whole() };
    case 'c':
    case 'create':
      return { type: 'CREATE', value: whole() };
    case 'm':
    case 'mod':
      return { type: 'MOD', value: whole() };
    case 'val':
    case 'value':
      return { type: 'VALUE', value: bytesOfWord(value) };
    case 'lease':
      resultOf(operator);
      // The text is handed on as it is, where a number is expected.
      throw new Panic('bad value');
    default:
      throw invalid(`malformed comparison: ${line} (unknown target ${target})`);
  }
}

function resultOf(operator: string): CompareResult {
  const result = Object.hasOwn(results, operator) ? results[operator] : undefined;
  if (result === undefined) throw new Panic('Unknown result op');
  return result;
}

interface Scanned {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
}

const BLANKS = /^[\t\v\f\r \u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u1680]*/u;

/** Go's fmt.Sscanf(text, "%q) %s %q"), as far as it gets: a blank of the format is at least one in the text. */
function scan(text: string): Scanned {
  const first = quoted(text);
  if (first === undefined) return {};
  const key = first.value;
  if (!first.rest.startsWith(')')) return { key };
  const second = afterBlanks(first.rest.slice(1));
  const [operator = ''] =
    /^[^\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/u.exec(second ?? '') ?? [];
  if (second === undefined || operator === '') return { key };
  const third = afterBlanks(second.slice(operator.length));
  const last = third === undefined ? undefined : quoted(third);
  return last === undefined ? { key, operator } : { key, operator, value: last.value };
}

/** undefined: there is no blank, and the text goes on. */
function afterBlanks(text: string): string | undefined {
  const [blanks = ''] = BLANKS.exec(text) ?? [];
  return blanks === '' && text !== '' ? undefined : text.slice(blanks.length);
}

/** A text in quotes or in back quotes, after any blanks. */
function quoted(text: string): { readonly value: string; readonly rest: string } | undefined {
  const start = text.slice((BLANKS.exec(text) ?? [''])[0].length);
  const [raw] = /^`[^`]*`/.exec(start) ?? [];
  if (raw !== undefined) return { value: raw.slice(1, -1), rest: start.slice(raw.length) };
  const [word] = /^"(?:[^"\\]|\\.)*"/su.exec(start) ?? [];
  const value = word === undefined ? undefined : unquote(word);
  if (word === undefined || value === undefined) return undefined;
  return { value, rest: start.slice(word.length) };
}

function invalid(message: string): Exit {
  return new Exit(EXIT.invalidInput, message);
}
