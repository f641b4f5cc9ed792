import { beforeAll, describe, expect, it } from 'vitest';
import type { LabPort } from '../../../src/lab/lab-port.ts';
import { startMessages } from '../../../src/ui/messages/i18n.ts';
import { addPanelMessages } from '../../../src/ui/messages/panels.ts';
import { paletteSources } from '../../../src/ui/palette/sources.ts';
import { currentView } from '../../../src/ui/view-state.ts';

beforeAll(async () => {
  await startMessages('en');
  addPanelMessages();
});

describe('the palette', () => {
  it('has every item once: whatever lists items by their ids would go round in circles', async () => {
    const context = { lab: {} as LabPort, view: currentView(), frame: undefined };
    const lists = await Promise.all(paletteSources.map(async (source) => source(context)));
    const ids = lists.flat().map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(150);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });
});
