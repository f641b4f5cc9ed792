import { faultAt } from './error-text.ts';
import { ExpressionFault, type ExpressionError } from './expression-error.ts';
import { tokensOf, type Token } from './token.ts';
import type { Arithmetic, BinaryOperator, Comparison, Place, Tree } from './tree.ts';

/** So deep may parentheses, arguments, lists and signs before an operand be in each other. */
export const DEPTH_MAX = 50;

const comparisons: readonly string[] = [
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'contains',
  'startsWith',
  'endsWith',
] satisfies Comparison[];
const sums: readonly string[] = ['+', '-'] satisfies Arithmetic[];
const products: readonly string[] = ['*', '/', '%'] satisfies Arithmetic[];

/** Operators that are written as words; they are no names. */
export const wordOperators: readonly string[] = ['in', 'contains', 'startsWith', 'endsWith'];

/** What other languages write, with what it is here. */
const foreign: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  not: '!',
  AND: '&&',
  OR: '||',
  NOT: '!',
};

/** What the text says, or the first mistake in it. The empty text is a mistake: nothing is asked. */
export function parse(text: string): Tree | ExpressionError {
  try {
    return new Parser(tokensOf(text)).whole();
  } catch (fault) {
    if (fault instanceof ExpressionFault) return fault.error;
    throw fault;
  }
}

/** The grammar of the README, a method a rule; lower ones bind tighter. */
class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Tree {
    const tree = this.#or();
    if (this.#token.type !== 'end') throw this.#unexpected(['&&', '||', 'end']);
    return tree;
  }

  #or(): Tree {
    let left = this.#and();
    while (this.#is('||')) left = this.#binary(left, () => this.#and());
    return left;
  }

  #and(): Tree {
    let left = this.#comparison();
    while (this.#is('&&')) left = this.#binary(left, () => this.#comparison());
    return left;
  }

  #comparison(): Tree {
    const left = this.#sum();
    if (!comparisons.includes(this.#token.text)) return left;
    const compared = this.#binary(left, () => this.#sum());
    const { text, at, length } = this.#token;
    if (comparisons.includes(text)) throw faultAt('chained', at, length, { operator: text }, ['&&', '||']);
    return compared;
  }

  #sum(): Tree {
    let left = this.#product();
    while (this.#isOneOf(sums)) left = this.#binary(left, () => this.#product());
    return left;
  }

  #product(): Tree {
    let left = this.#unary();
    while (this.#isOneOf(products)) left = this.#binary(left, () => this.#unary());
    return left;
  }

  #binary(left: Tree, operand: () => Tree): Tree {
    const { text, at: operatorAt } = this.#take();
    const right = operand();
    return {
      type: 'binary',
      operator: text as BinaryOperator,
      operatorAt,
      left,
      right,
      ...between(left, right),
    };
  }

  #unary(): Tree {
    const token = this.#token;
    if (!this.#is('!') && !this.#is('-')) return this.#postfix();
    this.#take();
    const operand = this.#deeper(() => this.#unary());
    return { type: 'unary', operator: token.text as '!' | '-', operand, ...between(token, operand) };
  }

  #postfix(): Tree {
    let tree = this.#primary();
    while (this.#is('.')) {
      this.#take();
      const name = this.#token;
      if (name.type !== 'name') throw this.#unexpected(['field']);
      this.#take();
      const place = between(tree, name);
      tree = this.#is('(')
        ? this.#call(tree, name, place.at)
        : { type: 'field', of: tree, name: name.text, nameAt: name.at, ...place };
    }
    return tree;
  }

  #primary(): Tree {
    const token = this.#token;
    const { at, length } = token;
    switch (token.type) {
      case 'number':
        this.#take();
        return { type: 'number', value: token.value, at, length };
      case 'text':
        this.#take();
        return { type: 'text', value: token.value, at, length };
      case 'name':
        if (wordOperators.includes(token.text) || Object.hasOwn(foreign, token.text)) break;
        this.#take();
        if (this.#is('(')) return this.#call(undefined, token, at);
        return { type: 'name', name: token.text, at, length };
      default:
        if (this.#is('[')) return this.#list();
        if (this.#is('(')) return this.#parenthesis();
    }
    throw this.#unexpected(['value']);
  }

  #parenthesis(): Tree {
    this.#take();
    const tree = this.#deeper(() => this.#or());
    this.#expect(')');
    return tree;
  }

  #list(): Tree {
    const open = this.#take();
    const items = this.#items(']');
    return { type: 'list', items, ...between(open, this.#expect(']')) };
  }

  #call(of: Tree | undefined, name: Token, at: number): Tree {
    this.#take();
    const args = this.#items(')');
    const { length } = between({ at, length: 0 }, this.#expect(')'));
    return { type: 'call', of, name: name.text, nameAt: name.at, args, at, length };
  }

  /** Separated by commas, up to a sign that stays. */
  #items(end: ')' | ']'): Tree[] {
    if (this.#is(end)) return [];
    const items = [this.#deeper(() => this.#or())];
    while (this.#is(',')) {
      this.#take();
      items.push(this.#deeper(() => this.#or()));
    }
    return items;
  }

  #deeper(read: () => Tree): Tree {
    const { at, length } = this.#token;
    if (this.#depth >= DEPTH_MAX) throw faultAt('tooDeep', at, length, { max: `${DEPTH_MAX}` });
    this.#depth++;
    const tree = read();
    this.#depth--;
    return tree;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #take(): Token {
    const token = this.#token;
    if (token.type !== 'end') this.#next++;
    return token;
  }

  #is(sign: string): boolean {
    const { type, text } = this.#token;
    return type === 'sign' && text === sign;
  }

  #isOneOf(some: readonly string[]): boolean {
    const { type, text } = this.#token;
    return type === 'sign' && some.includes(text);
  }

  #expect(sign: ')' | ']'): Token {
    if (this.#is(sign)) return this.#take();
    throw this.#unexpected([sign, ',']);
  }

  #unexpected(expected: readonly string[]): ExpressionFault {
    const { type, text, at, length } = this.#token;
    const instead = Object.hasOwn(foreign, text) ? (foreign[text] ?? '') : '';
    if (instead !== '') return faultAt('halfSign', at, length, { sign: text, near: instead }, [instead]);
    return faultAt('expected', at, length, { found: type === 'end' ? '' : text }, expected);
  }
}

function between(first: Place, last: Place): Place {
  return { at: first.at, length: last.at + last.length - first.at };
}
