import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { makeScripting } from '../../src/app/scripting.ts';
import { present } from '../../src/base/assert.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { expect, test } from './site.ts';

/** The example of the README's chapter on scripting, as an expression: everything that it logs. */
function example(): string {
  const chapter = present(readFileSync('README.md', 'utf8').split('## Script it')[1], 'a chapter on scripts');
  const code = present(/```js\n([^]*?)```/.exec(chapter)?.[1], 'an example in it');
  return `(async () => {
    const logged = [];
    const console = { log: (...words) => logged.push(...words) };
    ${code}
    return JSON.stringify(logged);
  })()`;
}

test('the README’s script is the same run on every fresh page, and in Node.js', async ({ site, page }) => {
  const code = example();
  const runs: unknown[] = [];
  for (let i = 0; i < 2; i++) {
    await page.goto('./');
    runs.push(await page.evaluate(code));
    expect(await page.evaluate(() => window.quorumscope.state().then(({ events }) => events))).toBe(
      (await site.state()).events,
    );
  }
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });
  const quorumscope = makeScripting(Promise.resolve(lab), 'test', Promise.resolve());
  runs.push(await runInNewContext(code, { quorumscope }));
  expect(runs[1]).toBe(runs[0]);
  expect(runs[2]).toBe(runs[0]);
  const [put, hash, get] = JSON.parse(String(runs[0])) as [object, string, object];
  expect(put).toMatchObject({ status: 'ok', revision: 2 });
  expect(hash).toMatch(/^[0-9a-f]{16,}$/);
  expect(get).toMatchObject({ stdout: 'a\n1\n', exitCode: 0 });
});
