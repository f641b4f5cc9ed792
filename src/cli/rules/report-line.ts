import type { Catch, RuleReport } from './catch-rule.ts';

/** One line of the table, and whether the switch was caught as it should be; undefined: it takes no rule out. */
export function lineOf(report: RuleReport): { readonly text: string; readonly passed: boolean | undefined } {
  const { entry, script, search, sim, alarm, instead } = report;
  const name = [entry.number, entry.switch].filter((part) => part !== '').join(' ');
  const head = `${name} (${entry.layer}, ${entry.section})`;
  if (entry.violates.length === 0) return { text: `${head}: skipped: ${entry.summary}`, passed: undefined };
  if (alarm !== undefined)
    return { text: `${head}: expected nothing with the rule kept, got ${alarm}`, passed: false };
  const ways = [
    script && `script: ${inWords(script)}`,
    search && `search: ${inWords(search, 'states')}`,
    sim && `sim: ${inWords(sim, 'seeds')}`,
  ].filter((way) => way !== undefined);
  const known = entry.steps === undefined ? 'as time goes by' : `shortest known ${entry.steps}`;
  if (ways.length > 0) return { text: `${head}: ${ways.join('; ')} (${known})`, passed: true };
  if (entry.uncaught !== undefined)
    return { text: `${head}: skipped, not caught: ${entry.uncaught}`, passed: undefined };
  const got = instead.length === 0 ? 'nothing' : instead.join(', ');
  return {
    text: `${head}: expected a violation of ${entry.violates.join(' or ')}, got ${got}`,
    passed: false,
  };
}

function inWords({ property, tries, steps, damage }: Catch, unit?: string): string {
  const parts = [
    steps === undefined ? property : `${property} after ${steps} ${steps === 1 ? 'step' : 'steps'}`,
    ...(tries === undefined || unit === undefined ? [] : [`${tries} ${unit}`]),
    ...(damage === undefined ? [] : [inWords(damage)]),
  ];
  return parts.join(', ');
}
