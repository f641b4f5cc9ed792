import { t } from 'i18next';
import type { Frame } from '../lab/frame/frame.ts';
import type { LabPort, PaceChoice, RunTarget } from '../lab/lab-port.ts';
import { travellingTypes } from '../view/message/message-look.ts';
import { currentView } from './view-state.ts';

/** What a run can go on to, in the order of the menu; then types of messages. */
export const eventTargets = ['commit', 'election', 'lease', 'reject', 'answer'] as const;
export const runTargets: readonly RunTarget[] = [...eventTargets, ...travellingTypes];

type EventTarget = (typeof eventTargets)[number];

/** In the viewer's language; a type of message is its own name. */
export function targetWords(target: RunTarget): string {
  const event = eventTargets.find((each): each is EventTarget => each === target);
  return event === undefined ? target : t(`controls:until.${event}`);
}

export function targetAfter(target: RunTarget): RunTarget {
  return runTargets[(runTargets.indexOf(target) + 1) % runTargets.length] ?? 'commit';
}

/** Chooses the pace; what stands still goes on standing still. */
export async function setPace(lab: LabPort, frame: Frame | undefined, pace: PaceChoice): Promise<void> {
  await lab.play(pace);
  if (frame?.playing !== true) await lab.pause();
}

/** By hand, with the list of what may happen next in view; or time goes, and the list is not there any more. */
export async function switchHand(lab: LabPort, on: boolean): Promise<void> {
  await lab.byHand(on);
  if (on) currentView().setPhoneTab('hand');
}

/** Runs to the next such event. Why it stands elsewhere is said. */
export async function runUntil(lab: LabPort, target: RunTarget): Promise<void> {
  const { end, ms } = await lab.runUntil(target);
  if (end === 'found') return;
  const words = { target: targetWords(target), seconds: Math.round(ms / 100) / 10 };
  currentView().notify('info', () => t(`controls:until.end.${end}`, words));
}
