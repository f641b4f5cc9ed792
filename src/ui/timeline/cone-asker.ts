import type { Cone, ConeOf } from '../../lab/debug/cone.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { reportError } from '../act.ts';
import { useView, type ConeSubject } from '../view-state.ts';

/** What an answer is of: the same subject of the same branch has the same past; its future grows with the run. */
interface Asked {
  readonly subject: ConeSubject;
  readonly run: number;
  readonly branch: number;
  readonly liveAt: number;
}

/**
 * Keeps the cone that is found the one that is asked for, one question at a time; while the run goes on it is asked for again
 * until its future has reached every node. Gives what ends that.
 */
export function askForCone(lab: LabPort): () => void {
  let answered: (Asked & { readonly cone: Cone | undefined }) | undefined;
  let isAsking = false;
  let isOver = false;
  const look = (): void => {
    const { frame, timelineCone: subject } = useView.getState();
    if (isAsking || isOver) return;
    if (subject === undefined || frame === undefined) {
      const wasShown = answered !== undefined;
      // First: who hears of the change looks again.
      answered = undefined;
      if (wasShown) show(undefined);
      return;
    }
    if (answered !== undefined && holds(answered, subject, frame)) return;
    isAsking = true;
    const { run, branch, liveAt } = frame;
    const asked = { subject, run, branch, liveAt };
    lab.cone(coneOf(subject)).then(
      (cone) => answer(asked, cone),
      (error: unknown) => {
        reportError(error);
        useView.setState({ timelineCone: undefined });
        answer(asked, undefined);
      },
    );
  };
  const answer = (asked: Asked, cone: Cone | undefined): void => {
    isAsking = false;
    if (isOver) return;
    answered = { ...asked, cone };
    show(cone);
    look();
  };
  const stop = useView.subscribe(look);
  look();
  return () => {
    isOver = true;
    stop();
    show(undefined);
  };
}

function show(timelineConeFound: Cone | undefined): void {
  useView.setState({ timelineConeFound });
}

function holds(
  { subject, run, branch, liveAt, cone }: Asked & { readonly cone: Cone | undefined },
  now: ConeSubject,
  frame: Frame,
): boolean {
  if (subject !== now || run !== frame.run || branch !== frame.branch) return false;
  if (liveAt === frame.liveAt || cone === undefined) return true;
  // While time runs, twice a second of it is often enough for a count; a reach that is whole stays.
  const isWhole = cone.future?.reach.length === frame.nodes.length;
  return isWhole && (frame.playing || frame.liveAt < liveAt);
}

function coneOf(subject: ConeSubject): ConeOf {
  return subject.type === 'event' ? subject.number : subject;
}
