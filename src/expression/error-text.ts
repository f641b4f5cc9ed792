import { unreachable } from '../base/assert.ts';
import { cut } from '../base/brief.ts';
import { ExpressionFault, type ErrorCode, type ExpressionError } from './expression-error.ts';

type Details = ExpressionError['details'];

/** The error as something to throw, with its English words. */
export function faultAt(
  code: ErrorCode,
  at: number,
  length: number,
  details: Details = {},
  expected: readonly string[] = [],
): ExpressionFault {
  const told = cutTyped(details);
  return new ExpressionFault({
    type: 'error',
    code,
    message: englishOf(code, told, expected),
    at,
    length,
    expected,
    details: told,
  });
}

/** What was typed, as much of it as an error repeats. */
const TYPED = new Set(['name', 'found', 'number', 'escape', 'character', 'sign', 'text']);

function cutTyped(details: Details): Details {
  return Object.fromEntries(
    Object.entries(details).map(([key, text]) => [key, TYPED.has(key) ? cut(text) : text]),
  );
}

/** Names of types for people: `a number`, `a node`, `a list of entries`. */
export function englishType(name: string): string {
  if (name.startsWith('list:')) return `a list (${englishType(name.slice('list:'.length))} each)`;
  if (name.startsWith('word:')) return wordTypes[name.slice('word:'.length)] ?? name;
  return plainTypes[name] ?? name;
}

const wordTypes: Readonly<Record<string, string>> = {
  role: 'a role',
  messageType: 'a type of message',
  status: 'a status of a node',
  membership: 'voter or learner',
  progressState: 'a state of a Progress',
  entryType: 'a type of entry',
  entryKind: 'a kind of command',
  eventType: 'a type of event',
  fate: 'a fate of a message',
  end: "an end of a message's journey",
  operation: 'a kind of call',
  callStatus: 'a status of a call',
  clientStatus: 'a status of a client',
};

const plainTypes: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  number: 'a number',
  text: 'text',
  none: 'none',
  node: 'a node',
  entry: 'an entry',
  message: 'a message',
  event: 'an event',
  decision: 'a decision',
  progress: 'a Progress',
  configuration: 'a configuration',
  hardState: 'a HardState',
  snapshot: 'a snapshot',
  disk: 'a disk',
  key: 'a key',
  lease: 'a lease',
  client: 'a client',
  call: 'a call',
  link: 'a link',
  list: 'a list',
  numberOrText: 'a number or text',
  textInQuotes: 'text in quotes',
};

function ask(near: string | undefined): string {
  return near === undefined || near === '' ? '' : `; did you mean \`${near}\`?`;
}

/** Of something to be typed. */
function typed(expected: string): string {
  if (expected === 'value') return 'a value';
  if (expected === 'field') return 'the name of a field';
  return expected === 'end' ? 'the end' : `\`${expected}\``;
}

function anyOf(expected: readonly string[]): string {
  const all = expected.map(typed);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1) ?? ''}`;
}

export function englishOf(code: ErrorCode, details: Details, expected: readonly string[]): string {
  const d = (name: string): string => details[name] ?? '';
  const type = (name: string): string => englishType(d(name));
  switch (code) {
    case 'tooLong':
      return `an expression has at most ${d('max')} characters`;
    case 'tooDeep':
      return `more than ${d('max')} things are in each other here`;
    case 'badCharacter':
      return `\`${d('character')}\` has no meaning here`;
    case 'badNumber':
      return `\`${d('number')}\` is no number: digits, maybe with a point, or 0x and hexadecimal digits`;
    case 'badEscape':
      return `\`${d('escape')}\` stands for nothing; there are \\n \\r \\t \\0 \\\\ \\" \\' \\x41 and \\u{1F600}`;
    case 'unclosedText':
      return `the text that begins here has no ${d('quote')} at its end`;
    case 'halfSign':
      return `\`${d('sign')}\` has no meaning here; write \`${d('near')}\``;
    case 'expected':
      return `${d('found') === '' ? 'the text ends' : `\`${d('found')}\` stands`} where ${anyOf(expected)} should be`;
    case 'chained':
      return 'a comparison cannot be compared again; write `a < b && b < c`';
    case 'unknownName':
      return `there is no \`${d('name')}\`${ask(d('near'))}`;
    case 'unknownField':
      return `there is no field \`${d('name')}\` of ${type('of')}${ask(d('near'))}`;
    case 'unknownFunction':
      return `there is no function \`${d('name')}(..)\`${d('of') === '' ? '' : ` of ${type('of')}`}${ask(d('near'))}`;
    case 'unknownWord':
      return `\`${d('name')}\` is not ${type('of')}${ask(d('near'))}`;
    case 'wordAlone':
      return `\`${d('name')}\` is ${type('of')}: it can only be compared with one, as in \`${d('example')}\``;
    case 'isFunction':
      return `\`${d('name')}\` needs to be told which: \`${d('example')}\``;
    case 'isNoFunction':
      return `\`${d('name')}\` takes nothing in parentheses`;
    case 'argumentCount':
      return `\`${d('name')}\` takes ${d('wanted')}, as in \`${d('example')}\`; here are ${d('got')}`;
    case 'argumentType':
      return `\`${d('name')}\` takes ${type('wanted')} here, and this is ${type('got')}`;
    case 'operandType':
      return `\`${d('operator')}\` takes ${type('wanted')} here, and this is ${type('got')}`;
    case 'mismatch':
      return `${type('left')} and ${type('right')} can never be the same`;
    case 'noFields':
      return `${type('of')} has no fields`;
    case 'noList':
      return `a list is needed here, as \`nodes\`, \`voters\` or \`[1, 2, 3]\`; this is ${type('got')}`;
    case 'variableTaken':
      return `\`${d('name')}\` has a meaning already; choose another name`;
    case 'needsVariable':
      return `\`${d('name')}\` goes over a list: \`${d('example')}\``;
    case 'wholeThing':
      return `a single value is needed here, and this is ${type('got')}; choose one of its fields`;
    case 'zeroNode':
      return 'no node has the number 0; nobody is `none`';
    case 'notCondition':
      return `a condition is true or false, and this is ${type('got')}; compare it with something`;
    case 'isStrange':
      return `\`${d('of')}\` knows no "${d('name')}"${ask(d('near'))}`;
    default:
      return unreachable(code);
  }
}
