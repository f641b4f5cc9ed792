import { expect, it } from 'vitest';
import { svgFile } from '../../../src/ui/export/svg-file.ts';
import { clientsViewPicture } from '../../../src/ui/clients-view/picture-file.ts';
import { clientsViewScene } from '../../../src/view/clients-view/clients-view-scene.ts';
import { madeHistory, plainWords } from '../../view/clients-view/made-history.ts';

const OPERATIONS = 3000;

it('a picture of 3,000 operations has all of them in a file of at most 5 MB, and nothing in it is markup but its own', () => {
  const history = madeHistory(
    Array.from({ length: OPERATIONS }, (_, i) => {
      const label = i % 2 === 0 ? `put key-of-some-length-${i}=<b>&${i}` : `get key-of-some-length-${i}`;
      const isOpen = i % 2 === 0;
      const [client, invoked] = [`client ${i % 50}`, 10 * i];
      if (isOpen) return { client, label, invoked, returned: 10 * i + 405, status: 'unknown' };
      return { client, label, invoked, returned: 10 * i + 395 };
    }),
    Array.from({ length: 200 }, (_, i) => ({
      type: 'fault',
      event: 150 * i + 3,
      at: (150 * i + 3) * 1000,
      command: 'kill',
      label: { node: 1 },
    })),
  );
  for (const axis of ['order', 'time'] as const) {
    const scene = clientsViewScene({
      history,
      findings: { first: 1501, contradiction: [1401, 1501] },
      points: new Map(history.seen.map(({ invoked }, i) => [i, invoked])),
      axis,
      only: false,
      most: OPERATIONS,
      width: 1280,
      words: plainWords,
    });
    expect(scene.calls).toHaveLength(OPERATIONS);
    expect(scene.leftOut).toBe(0);
    const look = { colour: (): string => '#123456', font: 'Inter' };
    const file = svgFile(
      clientsViewPicture(scene, 'What clients saw', ['Not linearizable'], look),
      'What clients saw',
      '',
    );
    const bytes = new TextEncoder().encode(file).length;
    expect(bytes).toBeLessThan(5e6);
    expect(bytes).toBeGreaterThan(OPERATIONS * 100);
    expect(file).not.toContain('<b>');
  }
});
