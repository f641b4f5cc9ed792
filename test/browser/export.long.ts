import { createRequire } from 'node:module';
import { exportStretch } from '../../src/export/export-stretch.ts';
import { Member } from '../../src/node/member.ts';
import { livedRun } from '../export/recorded-run.ts';
import { expect, test } from './site.ts';

/** What of Mermaid this needs. */
interface Mermaid {
  initialize(settings: { readonly startOnLoad: boolean }): void;
  parse(text: string): Promise<{ readonly diagramType: string }>;
  render(id: string, text: string): Promise<{ readonly svg: string }>;
}

test('Mermaid itself reads its form, and draws an arrow for every message', async ({ page }) => {
  const texts: { readonly seed: number; readonly text: string; readonly messages: number }[] = [];
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const { history, cluster } = await livedRun(seed, 600);
    const to = cluster.world.now;
    const exported = await exportStretch(history, Member, 'mermaid', { from: to / 2, to }, () =>
      Promise.resolve(),
    );
    if (!('text' in exported)) throw new Error(`seed ${seed}: ${JSON.stringify(exported)}`);
    texts.push({ seed, text: exported.text, messages: exported.messages });
  }
  await page.goto('about:blank');
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js') });
  for (const { seed, text, messages } of texts) {
    const drawn = await page.evaluate(async (source) => {
      const { mermaid } = window as unknown as { readonly mermaid: Mermaid };
      mermaid.initialize({ startOnLoad: false });
      const { diagramType } = await mermaid.parse(source);
      const { svg } = await mermaid.render('picture', source);
      const picture = new DOMParser().parseFromString(svg, 'text/html');
      return {
        diagramType,
        arrows: picture.querySelectorAll('.messageLine0, .messageLine1').length,
        texts: [...picture.querySelectorAll('.messageText')].map(({ textContent }) => textContent),
      };
    }, text);
    expect(drawn.diagramType, `seed ${seed}`).toBe('sequence');
    expect(drawn.arrows, `seed ${seed}`).toBe(messages);
    // What stands in the text is what is drawn: no mark has cut it short.
    const said = [...text.matchAll(/^ {2}n\d+(?:->>|-x|-\))n\d+: (.*)$/gm)].map(([, words]) => words);
    expect(drawn.texts, `seed ${seed}`).toEqual(said);
  }
});
