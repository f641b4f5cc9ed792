import { ToolError } from './getopt.ts';

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
};

export type Syntax = 'basic' | 'extended' | 'fixed';

/** A pattern of grep as a regular expression of this language. Throws a ToolError in grep's words. */
export function patternSource(pattern: string, syntax: Syntax): string {
  if (syntax === 'fixed') return escaped(pattern);
  let source = '';
  let depth = 0;
  const isExtended = syntax === 'extended';
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at] ?? '';
    if (c === '[') {
      const { text, end } = bracket(pattern, at);
      source += text;
      at = end;
      continue;
    }
    const next = pattern[at + 1] ?? '';
    const isEscape = c === '\\';
    const operator = isEscape ? next : c;
    if (isEscape) {
      if (next === '') throw new ToolError('Trailing backslash');
      at++;
    }
    if ('+?|(){}'.includes(operator) && operator !== '') {
      // A backslash takes their meaning in one syntax and gives it in the other.
      const isSpecial = isEscape !== isExtended;
      if (isSpecial && operator === '(') depth++;
      if (isSpecial && operator === ')' && --depth < 0) throw new ToolError('Unmatched ) or \\)');
      source += isSpecial ? operator : `\\${operator}`;
    } else if (!isEscape) {
      if (c === '*' && (source === '' || /[(|]$/.test(source))) source += '\\*';
      else if (c === '/') source += '\\/';
      else if (!isExtended && c === '^' && at > 0 && !/[(|]$/.test(source)) source += '\\^';
      else source += c === ']' ? '\\]' : c;
    } else if ('wWsSbB123456789'.includes(operator)) source += `\\${operator}`;
    else if (operator === '<') source += '\\b(?=\\w)';
    else if (operator === '>') source += '\\b(?<=\\w)';
    else source += escaped(operator);
  }
  if (depth > 0) throw new ToolError('Unmatched ( or \\(');
  if (!isExpression(source)) throw new ToolError(`${pattern}: Invalid regular expression`);
  return source;
}

function isExpression(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function bracket(pattern: string, from: number): { readonly text: string; readonly end: number } {
  let at = from + 1;
  let text = '[';
  if (pattern[at] === '^') {
    text += '^';
    at++;
  }
  for (let isFirst = true; ; isFirst = false) {
    const [whole, name = ''] = /^\[:(\w+):\]/.exec(pattern.slice(at)) ?? [];
    const c = pattern[at];
    if (c === undefined) throw new ToolError('Unmatched [, [^, [:, [., or [=');
    if (whole !== undefined) {
      const chars = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
      if (chars === undefined) throw new ToolError('Invalid character class name');
      text += chars;
      at += whole.length;
    } else if (c === ']' && !isFirst) return { text: `${text}]`, end: at };
    else {
      text += c === '\\' || c === ']' || c === '[' || c === '^' ? `\\${c}` : c;
      at++;
    }
  }
}
