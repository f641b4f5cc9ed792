import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { why } from '../../src/ui/messages/en/why.ts';

const SCENARIOS = fileURLToPath(new URL('../explain/why/', import.meta.url));

/** What the scenarios expect, and not what they go through at random. */
const source = readdirSync(SCENARIOS)
  .filter((name) => name.endsWith('.test.ts') && !/^(random|any-subject)/u.test(name))
  .map((name) => readFileSync(`${SCENARIOS}${name}`, 'utf8'))
  .join('\n');

// The catalogue has exactly the codes of the answers: one without words, or words without a code, do not compile.
describe('every answer to a why', () => {
  it('is the one that some scenario expects', () => {
    expect(source).toContain("answer: 'leaderLeads'");
    // `_nobody` is the same answer in other words.
    const codes = Object.keys(why.answer).filter((key) => !key.endsWith('_nobody'));
    const unnamed = codes.filter((code) => !source.includes(`'${code}'`));
    expect(unnamed, 'codes that no file in test/explain/why expects').toEqual([]);
  });

  it('says what would change it in words that some scenario expects', () => {
    const unnamed = Object.keys(why.need).filter((code) => !source.includes(`'${code}'`));
    expect(unnamed, 'needs that no file in test/explain/why expects').toEqual([]);
  });
});
