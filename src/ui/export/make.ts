import { microsToMs, msToMicros } from '../../base/flavor.ts';
import { fileOf, textForms, type TextForm, type TooLarge } from '../../export/form.ts';
import type { LabPort, TimeWindow } from '../../lab/lab-port.ts';
import { arrowsMax } from '../../view/time/space-time.ts';
import { frameRequest, timelineRange, useView } from '../view-state.ts';
import { fontFaces } from './fonts.ts';
import { DIAGRAM_PIXELS, drawPicture, LOG_COLUMNS, pictures, titleOf, type PictureOf } from './picture.tsx';
import { pngOf } from './png.ts';
import { svgFile } from './svg-file.ts';

/** The forms that are drawn here; the others are written by the lab. */
export const pictureForms = pictures.flatMap((of) => [`${of}.svg`, `${of}.png`] as const);
export type PictureForm = (typeof pictureForms)[number];
export type ExportForm = PictureForm | TextForm;

/** A file that was made of the run. */
export interface Made {
  readonly form: ExportForm;
  readonly name: string;
  readonly blob: Blob;
  /** Undefined of a bitmap. */
  readonly text: string | undefined;
  readonly about:
    | { readonly type: 'text'; readonly events: number; readonly messages: number }
    | { readonly type: 'picture'; readonly width: number; readonly height: number };
}

export function isPicture(form: ExportForm): form is PictureForm {
  return pictureForms.some((each) => each === form);
}

export function isExportForm(form: string): form is ExportForm {
  return [...pictureForms, ...textForms].some((each) => each === form);
}

/** The stretch of time that the diagram shows, as far as the run has got. */
export function visibleWindow(): TimeWindow {
  const state = useView.getState();
  const { from, to } = timelineRange(state);
  const newest = state.frame?.liveAt ?? 0;
  return { fromMs: microsToMs(Math.min(from, newest)), toMs: microsToMs(Math.min(to, newest)) };
}

/** The stretch of time that somebody has chosen in the diagram, as far as the run has got. */
export function chosenWindow(): TimeWindow | undefined {
  const { timelineBrush, frame } = useView.getState();
  const newest = frame?.liveAt ?? 0;
  if (timelineBrush === undefined || timelineBrush.from >= newest) return undefined;
  return { fromMs: microsToMs(timelineBrush.from), toMs: microsToMs(Math.min(timelineBrush.to, newest)) };
}

export function wholeRun(): TimeWindow {
  return { fromMs: 0, toMs: microsToMs(useView.getState().frame?.liveAt ?? 0) };
}

/** Rejects with why it cannot be made. */
export async function makeExport(
  lab: LabPort,
  form: ExportForm,
  window: TimeWindow,
): Promise<Made | TooLarge> {
  if (isPicture(form)) return makePicture(lab, form, window);
  const exported = await lab.exportWindow(form, window);
  if (!('text' in exported)) return exported;
  const { text, events, messages } = exported;
  const { ending, mime } = fileOf[form];
  const name = `raft-${window.fromMs}-${window.toMs}ms${ending}`;
  return {
    form,
    name,
    text,
    blob: new Blob([text], { type: mime }),
    about: { type: 'text', events, messages },
  };
}

async function makePicture(lab: LabPort, form: PictureForm, window: TimeWindow): Promise<Made> {
  const [of, kind] = form.split('.') as [PictureOf, 'svg' | 'png'];
  const request = frameRequest(0);
  const frame = await lab.picture({
    ...request,
    log: 'tail',
    logColumns: Math.ceil(LOG_COLUMNS) + 2,
    timeline: {
      ...request.timeline,
      from: msToMicros(window.fromMs),
      to: msToMicros(window.toMs),
      maxArrows: arrowsMax,
      pixels: DIAGRAM_PIXELS,
    },
    store: undefined,
    inspect: undefined,
  });
  const picture = drawPicture(of, frame, window);
  const { width, height, content } = picture;
  const text = svgFile(picture, titleOf(of, frame, window), await fontFaces(content));
  const blob =
    kind === 'png' ? await pngOf(text, width, height) : new Blob([text], { type: 'image/svg+xml' });
  const name = `raft-${of}-${of === 'diagram' ? `${window.fromMs}-${window.toMs}` : microsToMs(frame.at)}ms.${kind}`;
  return {
    form,
    name,
    blob,
    text: kind === 'svg' ? text : undefined,
    about: { type: 'picture', width, height },
  };
}
