import { ISSUES_WITHOUT_PATH, ruleCatalogue } from '../node/rules.ts';
import { parseRulesArguments } from './rules/arguments.ts';
import { catchRule } from './rules/catch-rule.ts';
import { lineOf } from './rules/report-line.ts';
import { UsageError } from './sim/usage-error.ts';

/** Every rule switch, and how it is caught: `npm run rules -- --rule voteTwice`. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseRulesArguments(args);
  const entries = ruleCatalogue.filter(
    (entry) => options.rule === undefined || entry.switch === options.rule,
  );
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const entry of entries) {
    const { text, passed } = lineOf(await catchRule(entry, options));
    count[passed === undefined ? 'skipped' : passed ? 'passed' : 'failed']++;
    console.log(text);
  }
  if (options.rule === undefined) {
    for (const { issue, why } of ISSUES_WITHOUT_PATH) console.log(`#${issue}: skipped: ${why}`);
    count.skipped += ISSUES_WITHOUT_PATH.length;
  }
  const skipped = count.skipped === 0 ? '' : `, ${count.skipped} skipped`;
  console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
  return count.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
