import { ShellError } from './script.ts';

/** Whole numbers as the shell counts: 64 bits, in two's complement. */
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

export function parseInteger(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * The value of `$((…))`: whole numbers, names, + - * / %, comparisons, and parentheses. Throws a ShellError for what is no sum, and for a
 * division by zero.
 */
export function sumOf(text: string, valueOf: (name: string) => string): bigint {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\$\w+|==|!=|<=|>=|&&|\|\||[-+*/%()<>]|\S/g) ?? [];
  let at = 0;
  const bad = (): ShellError => new ShellError(`${text}: syntax error in a sum`);

  const unary = (depth: number): bigint => {
    if (depth > 100) throw bad();
    const token = tokens[at++];
    if (token === undefined) throw bad();
    if (token === '-') return wrap(-unary(depth + 1));
    if (token === '+') return unary(depth + 1);
    if (token === '(') {
      const inner = level(0, depth + 1);
      if (tokens[at++] !== ')') throw bad();
      return inner;
    }
    if (/^\d/.test(token)) return wrap(BigInt(token));
    const name = token.replace(/^\$/, '');
    if (!/^\w/.test(name)) throw bad();
    const value = valueOf(name).trim();
    if (value === '') return 0n;
    if (!/^-?\d+$/.test(value)) throw new ShellError(`${value}: no whole number, in a sum`);
    return wrap(BigInt(value));
  };

  const level = (rank: number, depth: number): bigint => {
    let left = rank === RANKS.length ? unary(depth) : level(rank + 1, depth);
    for (;;) {
      const operator = tokens[at];
      if (operator === undefined || RANKS[rank]?.includes(operator) !== true) return left;
      at++;
      const right = rank === RANKS.length - 1 ? unary(depth) : level(rank + 1, depth);
      left = apply(operator, left, right, text);
    }
  };

  const value = level(0, 0);
  if (at < tokens.length) throw bad();
  return value;
}

const RANKS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

const truth = (is: boolean): bigint => (is ? 1n : 0n);

function apply(operator: string, left: bigint, right: bigint, text: string): bigint {
  switch (operator) {
    case '+':
      return wrap(left + right);
    case '-':
      return wrap(left - right);
    case '*':
      return wrap(left * right);
    case '/':
    case '%':
      if (right === 0n) throw new ShellError(`${text}: division by 0`);
      return wrap(operator === '/' ? left / right : left % right);
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '>':
      return truth(left > right);
    case '<=':
      return truth(left <= right);
    case '>=':
      return truth(left >= right);
    case '&&':
      return truth(left !== 0n && right !== 0n);
    default:
      return truth(left !== 0n || right !== 0n);
  }
}
