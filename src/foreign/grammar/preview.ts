import { linesOf } from '../source.ts';
import type { LineGrammar } from './grammar.ts';
import { matchLine, type Match } from './match.ts';
import { ruleOf } from './read-lines.ts';

/** What a grammar reads from one line, by its number. */
export type PreviewLine = { readonly number: number } & (
  | {
      readonly fits: true;
      readonly text: string;
      readonly fields: readonly (readonly [name: string, value: string])[];
      /** The rule that it has something of: `role leader`, `send`, `ok write`. */
      readonly rule: string | undefined;
    }
  /** `at`: so many characters fit the pattern that fits longest; `expected`: what should have followed. */
  | { readonly fits: false; readonly text: string; readonly at: number; readonly expected: string }
);

/** What a grammar makes of lines that somebody has pasted; empty ones are left out. */
export function previewGrammar(grammar: LineGrammar, text: string, most: number): PreviewLine[] {
  const found: PreviewLine[] = [];
  for (const line of linesOf(text)) {
    if (line.text.trim() === '') continue;
    if (found.length >= most) break;
    found.push(previewLine(grammar, line.number, line.text));
  }
  return found;
}

function previewLine(grammar: LineGrammar, number: number, text: string): PreviewLine {
  let best: Match & { fits: false } = { fits: false, at: 0, expected: undefined };
  for (const pattern of grammar.lines) {
    const match = matchLine(pattern, text);
    if (!match.fits) {
      if (match.at >= best.at) best = match;
      continue;
    }
    const rule = ruleOf(grammar, { line: { text }, fields: match.fields });
    const fields = [...match.fields, ...(rule?.fields ?? [])];
    return { number, fits: true, text, fields, rule: rule && ruleName(rule.rule) };
  }
  return { number, fits: false, text, at: best.at, expected: partText(best.expected) };
}

function ruleName(rule: LineGrammar['rules'][number]): string {
  if (rule.type === 'role') return `role ${rule.role}`;
  return rule.type === 'operation' ? `${rule.phase} ${rule.name}` : rule.type;
}

function partText(part: (Match & { fits: false })['expected']): string {
  if (part === undefined) return '';
  if (part.type === 'space') return ' ';
  return part.type === 'field' ? `{${part.name}}` : part.text;
}
