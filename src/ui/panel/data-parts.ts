import { latePart } from '../late-part.ts';

/** Both in one piece. */
export const dataPanels = latePart(async () => {
  const loaded = await import('./data-panels.ts');
  loaded.addDataMessages();
  return loaded;
});

/** Logs and diagram: the first picture has their places, and they come right after it. */
export const logsPart = latePart(async () => ({ default: (await dataPanels.load()).LogsPanel }));
export const timelinePart = latePart(async () => ({ default: (await dataPanels.load()).TimelinePanel }));
