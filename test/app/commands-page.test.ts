import { expect, it } from 'vitest';
import { makeScripting } from '../../src/app/scripting.ts';
import type { LabPort } from '../../src/lab/lab-port.ts';
import { commandTable } from '../../src/sim/command/table.ts';

const docs = Object.entries(commandTable).map(([type, { doc, isFault }]) => ({ type, doc, isFault }));

function lines(isFault: boolean): string[] {
  return docs.filter((each) => each.isFault === isFault).map(({ type, doc }) => `- **${type}**: ${doc}`);
}

function page(): string {
  return [
    '# Commands',
    '',
    'What can be done to a world: every one is in the history of the run, and a run is repeated from its configuration, its seed',
    'and these. Made from the table of commands (`src/sim/command/table.ts`); `npx vitest run test/app/commands-page.test.ts -u` writes',
    'it anew. Where a line begins with a call, `window.quorumscope` has it; times are virtual milliseconds, ids are numbers. A command',
    'that cannot be done rejects with an `Error` whose `code` is named here, and changes nothing; `badArgument` says which field is',
    'wrong and what it may be.',
    '',
    '## Done to the cluster',
    '',
    ...lines(true),
    '',
    '## Done by clients and to them, and by hand',
    '',
    ...lines(false),
    '',
  ].join('\n');
}

it('the page of commands says what the table says', async () => {
  await expect(page()).toMatchFileSnapshot('../../src/app/commands.md');
});

it('names calls that the scripting object has', () => {
  const object = makeScripting(new Promise<LabPort>(() => undefined), 'test', Promise.resolve());
  const called = docs.flatMap(({ doc }) => /^(\w+)\(/.exec(doc)?.[1] ?? []);
  expect(called.length).toBeGreaterThan(25);
  expect(called.filter((name) => !(name in object))).toEqual([]);
});
