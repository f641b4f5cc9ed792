import { aggregateExamples, isAggregate } from './aggregates.ts';
import { ExpressionFault } from './expression-error.ts';
import type { Parameter, ThingTable } from './fields/field.ts';
import { tableOfKind, whole, type DocKey } from './fields/tables.ts';
import type { Meaning } from './meaning.ts';
import { parse, wordOperators } from './parse.ts';
import { tokensOf, type Token } from './token.ts';
import { literalNames, own, remembererExamples, Understanding } from './understand.ts';
import { isExpressionError } from './expression-error.ts';
import type { ValueType } from './value-type.ts';
import { words, type WordGroup } from './words.ts';

/** By what name the words about a completion are found, in each language. */
export type HelpKey =
  | DocKey
  | `${keyof typeof aggregateExamples | keyof typeof remembererExamples}()`
  | `word.${WordGroup}`
  | 'list.count'
  | 'variable'
  | 'literal'
  | 'operator'
  | 'text';

export interface Completion {
  /** What is put in the place of what was typed of it. */
  readonly text: string;
  /** Where the cursor is then, from the beginning of `text`. */
  readonly caret: number;
  readonly kind: 'field' | 'function' | 'name' | 'variable' | 'word' | 'operator' | 'text';
  readonly help: HelpKey;
}

export interface Completions {
  /** From here to there stands what was typed so far of the name at the cursor. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

/** What there is in the run that is looked at: texts that can be named. */
export interface Known {
  readonly clients: readonly string[];
  readonly keys: readonly string[];
}

/** What can stand at the cursor, the likeliest first; nothing where the text before it has no meaning. */
export function complete(
  text: string,
  cursor: number,
  known: Known = { clients: [], keys: [] },
): Completions {
  const before = text.slice(0, cursor);
  const quoted = unclosedText(before);
  if (quoted !== undefined) return completeText(before, quoted, cursor, known);
  const tokens = maybeTokens(before);
  if (tokens === undefined) return { from: cursor, to: cursor, items: [] };
  const last = tokens.at(-1);
  const isPartial = last?.type === 'name' && last.at + last.length === cursor;
  const from = isPartial ? last.at : cursor;
  const to = cursor + (isPartial ? (/^[A-Za-z0-9_]*/.exec(text.slice(cursor))?.[0].length ?? 0) : 0);
  const typed = isPartial ? last.text : '';
  const items = new Completing(before, isPartial ? tokens.slice(0, -1) : tokens).items();
  return { from, to, items: ranked(items, typed) };
}

/** Those that go on from what was typed, and then those that have it somewhere. */
function ranked(items: readonly Completion[], typed: string): Completion[] {
  const wanted = typed.toLowerCase();
  const begins = items.filter(({ text }) => text.toLowerCase().startsWith(wanted));
  if (wanted === '') return begins;
  const has = items.filter(
    ({ text }) => !begins.some((one) => one.text === text) && text.toLowerCase().includes(wanted),
  );
  return [...begins, ...has];
}

/** All but the end; undefined: what is before the cursor cannot be read. */
function maybeTokens(text: string): Token[] | undefined {
  try {
    return tokensOf(text).slice(0, -1);
  } catch (fault) {
    if (fault instanceof ExpressionFault) return undefined;
    throw fault;
  }
}

/** Where a text in quotes begins that the cursor is in. */
function unclosedText(before: string): number | undefined {
  try {
    tokensOf(before);
    return undefined;
  } catch (fault) {
    if (!(fault instanceof ExpressionFault)) throw fault;
    return fault.error.code === 'unclosedText' ? fault.error.at : undefined;
  }
}

/** Texts that a function knows, or that there are in the run. */
function completeText(before: string, quoteAt: number, cursor: number, known: Known): Completions {
  const quote = before.charAt(quoteAt);
  const typed = before.slice(quoteAt + 1);
  const tokens = maybeTokens(before.slice(0, quoteAt)) ?? [];
  const all = new Completing(before, tokens).textsFor(known);
  const items = all.map((text): Completion => {
    const whole = `${text}${quote}`;
    return { text: whole, caret: whole.length, kind: 'text', help: 'text' };
  });
  return { from: quoteAt + 1, to: cursor, items: ranked(items, typed) };
}

const operators: Readonly<Record<string, readonly string[]>> = {
  boolean: ['&&', '||', '==', '!='],
  number: ['==', '!=', '>=', '>', '<=', '<', 'in', '+', '-', '*', '/', '%', '&&', '||'],
  text: ['==', '!=', 'contains', 'startsWith', 'endsWith', 'in', '&&', '||'],
  word: ['==', '!=', 'in', '&&', '||'],
  node: ['==', '!=', 'in', '&&', '||'],
  list: ['contains', '==', '!=', '&&', '||'],
};
const OF_THINGS = ['== none', '!= none'];

/** What stands before the place where something is to be typed. */
class Completing {
  readonly #text: string;
  readonly #tokens: readonly Token[];

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  items(): Completion[] {
    const last = this.#tokens.at(-1);
    if (last === undefined) return this.#values();
    if (last.text === '.' && last.type === 'sign') {
      const owner = this.#meaningBefore(this.#tokens.length - 1);
      return owner === undefined ? [] : fieldsOf(owner.type);
    }
    if (isEndOfOperand(last)) return this.#operators();
    if (last.text === '==' || last.text === '!=')
      return this.#compared(this.#meaningBefore(this.#tokens.length - 1));
    if (last.text === 'in') return this.#lists();
    if (last.text === '[' || last.text === ',') {
      const listed = this.#listedFor();
      if (listed !== undefined) return this.#compared(listed);
    }
    return this.#values();
  }

  /** Of the parameter that the cursor is in, or of the group that is compared with. */
  textsFor({ clients, keys }: Known): readonly string[] {
    const last = this.#tokens.at(-1);
    if (last?.text === '==' || last?.text === '!=') {
      const compared = this.#meaningBefore(this.#tokens.length - 1)?.type;
      if (compared?.kind === 'word') return Object.keys(words[compared.group]);
    }
    const open = this.#openBrackets().at(-1);
    const name = open === undefined ? undefined : this.#tokens[open - 1];
    if (open === undefined || name?.type !== 'name') return [];
    if (name.text === 'client') return clients;
    if (name.text === 'key' || name.text === 'keys') return keys;
    const position = this.#tokens.slice(open + 1).filter(({ text }) => text === ',').length;
    const parameter: Parameter | undefined = own(whole.functions, name.text)?.parameters[position];
    return parameter?.texts ?? [];
  }

  /** Everything that gives a value, what is near the cursor first. */
  #values(): Completion[] {
    const open = this.#openBrackets().at(-1);
    const name = open === undefined ? undefined : this.#tokens[open - 1];
    const begins = open === this.#tokens.length - 1 && name?.type === 'name' && isAggregate(name.text);
    const variables = this.#variables().map(({ name: text }) => plain(text, 'variable', 'variable'));
    return [
      ...(begins
        ? [plain('n in nodes, ', 'variable', 'variable'), plain('n in voters, ', 'variable', 'variable')]
        : []),
      ...variables,
      ...tableItems(whole, ''),
      ...aggregateItems(),
      ...literalNames.map((text) => plain(text, 'word', 'literal')),
    ];
  }

  #lists(): Completion[] {
    const all = Object.entries(whole.fields).filter(([, { type }]) => type.kind === 'list');
    const called = Object.entries(whole.functions).filter(([, { type }]) => type.kind === 'list');
    return [
      ...all.map(([name]) => plain(name, 'name', name as HelpKey)),
      ...called.map(([name]) => functionItem(name, `${name}()` as HelpKey)),
      ...this.#values().filter(({ kind }) => kind === 'variable'),
    ];
  }

  /** Words of the same group, and what else could be the same. */
  #compared(left: Meaning | undefined): Completion[] {
    const type = left?.type;
    if (type?.kind === 'word') {
      const help: HelpKey = `word.${type.group}`;
      const ofGroup = Object.keys(words[type.group]).map((text) => plain(text, 'word', help));
      return [...ofGroup, plain('none', 'word', 'literal')];
    }
    if (type?.kind !== 'node') return this.#values();
    const first = new Set(['leader', 'none', 'node()']);
    const all = this.#values();
    return [...all.filter(({ text }) => first.has(text)), ...all.filter(({ text }) => !first.has(text))];
  }

  /** `x in [` or `x in [a,`: what x is. */
  #listedFor(): Meaning | undefined {
    const open = this.#openBrackets().at(-1);
    if (open === undefined || this.#tokens[open]?.text !== '[' || this.#tokens[open - 1]?.text !== 'in')
      return undefined;
    return this.#meaningBefore(open - 1);
  }

  #operators(): Completion[] {
    const left = this.#meaningBefore(this.#tokens.length);
    if (left === undefined) return [];
    const some = operators[left.type.kind] ?? OF_THINGS;
    return some.map((text) => plain(`${text} `, 'operator', 'operator'));
  }

  /** Of the names, calls and fields that end before this token, without operators. */
  #meaningBefore(end: number): Meaning | undefined {
    const first = this.#tokens[this.#startOfOperand(end - 1)];
    const last = this.#tokens[end - 1];
    if (first === undefined || last === undefined) return undefined;
    const tree = parse(this.#text.slice(first.at, last.at + last.length));
    if (isExpressionError(tree)) return undefined;
    return this.#understand((understanding) => understanding.of(tree));
  }

  #startOfOperand(last: number): number {
    let i = last;
    for (;;) {
      const { text = '', type } = this.#tokens[i] ?? {};
      if (type === 'sign' && (text === ')' || text === ']')) {
        i = this.#openingOf(i);
        if (text === ')' && isName(this.#tokens[i - 1])) i--;
      }
      const point = this.#tokens[i - 1];
      if (point?.type !== 'sign' || point.text !== '.') return i;
      i -= 2;
    }
  }

  #openingOf(closing: number): number {
    let depth = 0;
    for (let i = closing; i >= 0; i--) {
      const { text, type } = this.#tokens[i] ?? {};
      if (type !== 'sign') continue;
      if (text === ')' || text === ']') depth++;
      if ((text === '(' || text === '[') && --depth === 0) return i;
    }
    return 0;
  }

  /** Brackets that are open at the end, outermost first. */
  #openBrackets(): number[] {
    const open: number[] = [];
    for (const [i, { text, type }] of this.#tokens.entries()) {
      if (type !== 'sign') continue;
      if (text === '(' || text === '[') open.push(i);
      if (text === ')' || text === ']') open.pop();
    }
    return open;
  }

  /** Names that stand for the items of a list at the end: of all `any(n in nodes, ` that are still open. */
  #variables(): { readonly name: string; readonly list: string }[] {
    return this.#openBrackets().flatMap((open) => {
      const [called, name, operator] = [
        this.#tokens[open - 1],
        this.#tokens[open + 1],
        this.#tokens[open + 2],
      ];
      if (
        called === undefined ||
        !isAggregate(called.text) ||
        name?.type !== 'name' ||
        operator?.text !== 'in'
      )
        return [];
      const comma = this.#commaAfter(open + 3);
      const from = this.#tokens[open + 3]?.at;
      if (comma === undefined || from === undefined) return [];
      return [{ name: name.text, list: this.#text.slice(from, comma.at) }];
    });
  }

  /** Not one within further brackets. */
  #commaAfter(from: number): Token | undefined {
    let depth = 0;
    for (const token of this.#tokens.slice(from)) {
      if (token.type !== 'sign') continue;
      if (token.text === '(' || token.text === '[') depth++;
      if (token.text === ')' || token.text === ']') depth--;
      if (token.text === ',' && depth === 0) return token;
    }
    return undefined;
  }

  /** Where the variables around the end have their meaning. */
  #understand(of: (understanding: Understanding) => Meaning): Meaning | undefined {
    const variables = this.#variables();
    const within = (understanding: Understanding, number: number): Meaning => {
      const variable = variables[number];
      if (variable === undefined) return of(understanding);
      const list = parse(variable.list);
      if (isExpressionError(list)) throw new ExpressionFault(list);
      return understanding.withVariable({ variable: variable.name, list }, () =>
        within(understanding, number + 1),
      );
    };
    try {
      return within(new Understanding(), 0);
    } catch (fault) {
      if (fault instanceof ExpressionFault) return undefined;
      throw fault;
    }
  }
}

function isName(token: Token | undefined): boolean {
  return token?.type === 'name' && !wordOperators.includes(token.text);
}

function isEndOfOperand(token: Token): boolean {
  if (token.type === 'sign') return token.text === ')' || token.text === ']';
  return token.type !== 'name' || isName(token);
}

function fieldsOf(type: ValueType): Completion[] {
  if (type.kind === 'list') return [plain('count', 'field', 'list.count')];
  const table = tableOfKind(type.kind);
  return table === undefined ? [] : tableItems(table, `${type.kind}.`);
}

function tableItems({ fields, functions }: ThingTable, prefix: string): Completion[] {
  const kind = prefix === '' ? 'name' : 'field';
  const ofFields = Object.keys(fields).map((name) => plain(name, kind, `${prefix}${name}` as HelpKey));
  const ofFunctions = Object.keys(functions).map((name) =>
    functionItem(name, `${prefix}${name}()` as HelpKey),
  );
  return prefix === '' ? [...ofFunctions, ...ofFields] : [...ofFields, ...ofFunctions];
}

function aggregateItems(): Completion[] {
  const names = new Set([...Object.keys(remembererExamples), ...Object.keys(aggregateExamples)]);
  return [...names].map((name) => functionItem(name, `${name}()` as HelpKey));
}

function plain(text: string, kind: Completion['kind'], help: HelpKey): Completion {
  return { text, caret: text.length, kind, help };
}

/** The cursor goes between the parentheses. */
function functionItem(name: string, help: HelpKey): Completion {
  return { text: `${name}()`, caret: name.length + 1, kind: 'function', help };
}
