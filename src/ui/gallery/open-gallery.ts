import { t } from 'i18next';
import { brief } from '../../base/brief.ts';
import { msToMicros } from '../../base/flavor.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { bareFrameRequest } from '../../lab/play/opening.ts';
import { gallery, galleryEntry, scriptOf } from '../../lessons/gallery/gallery.ts';
import type { GalleryEntry } from '../../lessons/gallery/gallery-entry.ts';
import { nameRun } from '../run-name.ts';
import { useView } from '../view-state.ts';

/** The address of an entry, beside the page's own. */
export function addressOf(name: string): string {
  return `?gallery=${name}`;
}

/** All entries in the language that is shown. */
export function galleryItems(): {
  readonly name: string;
  readonly title: string;
  readonly says: string;
  readonly search: string;
}[] {
  return gallery.map(({ name }) => ({
    name,
    title: t(`gallery:entry.${name}.title`),
    says: t(`gallery:entry.${name}.says`),
    search: addressOf(name),
  }));
}

/**
 * The run of an entry takes the place of the one that is open, paused at its instant; what it is about is said. Resolves with the
 * number of the run (`Frame.run`). Rejects, and what was open stays, where there is no such entry.
 */
export async function openGallery(lab: LabPort, name: string): Promise<number> {
  const entry = galleryEntry(name);
  if (entry === undefined) {
    const names = gallery.map((each) => each.name).join(', ');
    throw new Error(t('gallery:unknown', { name: brief(name), names }));
  }
  await playTo(lab, entry);
  const { run, at } = await lab.picture(bareFrameRequest);
  nameRun(run, addressOf(entry.name));
  show(entry, at);
  return run;
}

/** A script that does not come to its instant any more is an error of this page, and said as what it is. */
async function playTo(lab: LabPort, entry: GalleryEntry): Promise<void> {
  const { name, at } = entry;
  const {
    failures: [failure],
  } = await lab.script(await scriptOf(entry));
  if (failure !== undefined) {
    const { line, text, expected, got } = failure;
    const reason = `${line}: ${text}: ${expected} ≠ ${got}`;
    throw new Error(t('gallery:failed', { name, reason }));
  }
  const {
    hits: [first],
  } = await lab.holds(at);
  if (first === undefined) throw new Error(t('gallery:failed', { name, reason: at }));
  await lab.seekEvent(first.event);
}

/** So much of the diagram is beyond the instant, as a share of what is before it. */
const BEYOND = 0.1;
const SPAN_LEAST = msToMicros(200);

function show({ name, picture }: GalleryEntry, at: number): void {
  const { notify } = useView.getState();
  useView.setState(({ phoneTab }) => ({
    selection: undefined,
    alone: undefined,
    logWindow: 'tail',
    phoneTab: picture === 'stage' ? phoneTab : picture,
    stripTab: picture === 'time' ? 'time' : 'logs',
    timelineNodes: [],
    timelineTerms: undefined,
    timelineBrush: undefined,
    timelineCone: undefined,
    timelineWindow: {
      follow: false,
      zoom: 1,
      from: 0,
      span: Math.max(SPAN_LEAST, Math.round(at * (1 + BEYOND))),
    },
  }));
  // Whoever embeds it says what it is in words of their own.
  if (useView.getState().embed !== undefined) return;
  notify(
    'info',
    () =>
      t('gallery:open', {
        title: t(`gallery:entry.${name}.title`),
        says: t(`gallery:entry.${name}.says`),
      }),
    undefined,
    { label: () => t('gallery:more'), run: () => useView.setState({ door: 'gallery' }), ofRun: true },
  );
}
