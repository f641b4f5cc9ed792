import { unreachable } from '../../base/assert.ts';
import type { LineGrammar, Pattern, Rule } from './grammar.ts';
import { UNIT_USUAL } from './parse-grammar.ts';

/** The text that parseGrammar reads as this grammar. */
export function formatGrammar({ unitNanos, lines, rules }: LineGrammar): string {
  const statements = [
    ...(unitNanos === UNIT_USUAL ? [] : [`unit: ${formatUnit(unitNanos)}`]),
    ...lines.map((pattern) => `line: ${formatPattern(pattern)}`),
    ...rules.map((rule) => `${headOf(rule)}: ${formatPattern(rule.pattern)}`),
  ];
  return `${statements.join('\n')}\n`;
}

function formatUnit(nanos: number): string {
  for (const [name, each] of [
    ['s', 1_000_000_000],
    ['ms', 1_000_000],
    ['us', 1000],
  ] as const) {
    if (nanos % each === 0) return nanos === each ? name : `${nanos / each}${name}`;
  }
  return `${nanos}ns`;
}

function headOf(rule: Rule): string {
  switch (rule.type) {
    case 'role':
      return `role ${rule.role}`;
    case 'send':
    case 'receive':
      return rule.type;
    case 'operation':
      return `${rule.phase} ${rule.name}`;
    default:
      return unreachable(rule);
  }
}

function formatPattern({ parts }: Pattern): string {
  return parts
    .map((part) => {
      if (part.type === 'space') return ' ';
      return part.type === 'field' ? `{${part.name}}` : part.text.replaceAll('{', '{{').replaceAll('}', '}}');
    })
    .join('');
}
