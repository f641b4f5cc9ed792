import { expect, test } from './site.ts';

/** What a picture is, as the browser reads it: parsed as XML, and drawn from a file that has nothing around it. */
interface Read {
  readonly error: string | undefined;
  readonly texts: readonly string[];
  readonly outside: readonly string[];
  readonly corner: readonly number[];
  readonly colours: number;
}

test('pictures are whole files: on white, with their words as text, and nothing in them points outside', async ({
  site,
  page,
}) => {
  await site.openWithLeader({ nodes: 3 });
  const read = await page.evaluate(async () => {
    const q = window.quorumscope;
    // A run in the dark is on white all the same.
    document.documentElement.dataset['theme'] = 'dark';
    await q.kill(1);
    void q.put('<k>&"', '1');
    await q.runFor(40);
    const { timeMs } = await q.state();
    const look = async (form: string): Promise<[string, Read]> => {
      const made = await q.exportRun(form, { fromMs: 0, toMs: timeMs });
      const isText = typeof made === 'string';
      // (The page's policy holds for what it parses, too: its fonts are looked at as text.)
      const bare = isText ? made.replace(/<style>.*?<\/style>|style="image-rendering:[^"]*"/gs, '') : '';
      const xml = isText ? new DOMParser().parseFromString(bare, 'image/svg+xml') : undefined;
      const image = new Image();
      image.src = URL.createObjectURL(
        isText
          ? new Blob([made], { type: 'image/svg+xml' })
          : new Blob([made.slice()], { type: 'image/png' }),
      );
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const data = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const colours = new Set<number>();
      for (let i = 0; i < data.length; i += 4)
        colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
      const links = isText ? [...made.matchAll(/(?:href="|url\()([^")]*)/g)] : [];
      return [
        form,
        {
          error: xml?.querySelector('parsererror')?.textContent ?? undefined,
          texts: [...(xml?.querySelectorAll('text') ?? [])].map(({ textContent }) => textContent),
          outside: links.map(([, link = '']) => link).filter((link) => !/^(#|data:)/.test(link)),
          corner: Array.from(data.slice(0, 4)),
          colours: colours.size,
        },
      ];
    };
    const forms = ['stage.svg', 'logs.svg', 'diagram.svg', 'stage.png'];
    const all: [string, Read][] = [];
    for (const form of forms) all.push(await look(form));
    return Object.fromEntries(all);
  });
  for (const [form, picture] of Object.entries(read)) {
    expect(picture, form).toMatchObject({ error: undefined, outside: [], corner: [255, 255, 255, 255] });
    expect(picture.colours, form).toBeGreaterThan(50);
  }
  expect(read['stage.svg']?.texts).toEqual(
    expect.arrayContaining(['n1', 'killed', 'n2', 'n3', 'leader', 'term 1']),
  );
  expect(read['logs.svg']?.texts).toEqual(expect.arrayContaining(['n1', '∅', 'applied']));
  expect(read['diagram.svg']?.texts).toEqual(expect.arrayContaining(['n1', 'n2', 'n3', 'killed', 'follows']));

  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByLabel('Form').selectOption('perfetto');
  await dialog.getByLabel(/whole run/).check();
  await expect(dialog.getByRole('status')).toContainText('events');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^raft-0-\d.*ms\.perfetto\.json$/);
  expect(site.complaints).toEqual([]);
});
