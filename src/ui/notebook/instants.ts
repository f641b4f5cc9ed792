import { microsToMs } from '../../base/flavor.ts';
import type { Moment, Position } from '../../history/position.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { reportError } from '../act.ts';
import { askToCompare } from '../compare/compare-ask.ts';
import { t } from '../messages/say.ts';
import { captionWords } from '../stage/caption-words.ts';
import { useView } from '../view-state.ts';
import { editNote } from './notebook-store.ts';
import { whereWords } from './where-words.ts';

/** The instant that is shown, as a position. */
export function positionOf({ branch, events: event, at }: Frame): Position {
  return { branch, event, at };
}

/** To a position: what follows it stays. */
export function goTo(lab: LabPort, { branch, event, at }: Position): Promise<void> {
  return lab.goTo({ branch, event, atMs: microsToMs(at) });
}

/**
 * A line in the notebook for the instant that is shown. Until somebody writes something else its note is the sentence that
 * says what happens there.
 */
export async function markHere(lab: LabPort): Promise<void> {
  const { frame, alone } = useView.getState();
  if (frame === undefined) return;
  const note = captionWords(frame);
  const position = positionOf(frame);
  const id = await lab.addMoment(note, { ...position, atMs: microsToMs(position.at) });
  editNote(id, note);
  if (alone === undefined) openNotebook();
  else
    useView
      .getState()
      .notify('info', () => t('notebook:marked', { where: whereWords(position) }), undefined, {
        label: () => t('notebook:open'),
        run: openNotebook,
      });
}

export function openNotebook(): void {
  useView.setState({ panelTab: 'notebook', phoneTab: 'notebook', alone: undefined });
}

/** Deleted, with a way back in the notice. */
export async function deleteMoment(lab: LabPort, moment: Moment): Promise<void> {
  const where = whereWords(moment);
  await lab.removeMoment(moment.id);
  useView.getState().notify('info', () => t('notebook:deleted', { where }), undefined, {
    label: () => t('notebook:undo'),
    run: () => void lab.restoreMoment(moment.id).catch(reportError),
    ofRun: true,
  });
}

/** The instant that is shown is kept, to compare another one with it; if one is kept already it is compared with that. */
export function keepOrCompare(): void {
  if (useView.getState().kept === undefined) keepHere();
  else compareWithKept();
}

export function keepHere(): void {
  const { frame, notify } = useView.getState();
  if (frame === undefined) return;
  const kept = positionOf(frame);
  useView.setState({ kept });
  notify('info', () => t('notebook:keptNow', { where: whereWords(kept) }), undefined, {
    label: () => t('notebook:compareNow'),
    run: compareWithKept,
    passes: true,
    ofRun: true,
  });
}

export function letGo(): void {
  useView.setState({ kept: undefined });
}

export function compareWithKept(): void {
  askToCompare('kept', 'here');
}

export { tellBranch } from '../branches/branch-news.ts';
