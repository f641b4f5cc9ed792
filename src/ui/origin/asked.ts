import { create } from 'zustand';
import { microsToMs } from '../../base/flavor.ts';
import type { Story } from '../../explain/follow/story.ts';
import type { OriginStep } from '../../explain/origin/origin-step.ts';
import type { Selection } from '../../lab/frame/frame.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { reportError } from '../act.ts';
import { sameData } from '../canvas/same.ts';
import { disksOf } from '../follow/disks-of.ts';
import { useView } from '../view-state.ts';

/** An answer as it was when it was asked for: going to one of its steps does not change it. */
export type Asked =
  | {
      readonly type: 'origin';
      readonly place: string;
      readonly atMs: number;
      readonly steps: readonly OriginStep[];
    }
  | { readonly type: 'follow'; readonly atMs: number; readonly story: Story };

interface LastAsked {
  readonly asked: Asked | undefined;
  /** In which run. */
  readonly run: number;
  /** What was selected when it was asked, or is by one of its steps. */
  readonly beside: Selection | undefined;
}

/** What was asked last; the panel shows it above what was selected then, and what its steps select, until something else is. */
export const useAsked = create<LastAsked>()(() => ({ asked: undefined, run: 0, beside: undefined }));

export async function askOrigin(lab: LabPort, place: string): Promise<void> {
  await ask(async (atMs) => {
    const steps = await lab.origin(place);
    const messages = steps.flatMap(({ input }) => (input.type === 'message' ? input.message : []));
    return {
      asked: { type: 'origin', place, atMs, steps },
      marked: { messages, disks: [], index: 0, term: 0 },
    };
  });
}

/** `followed` as it is written: `entry(5, 2)`, `call(7)`. */
export async function askFollow(lab: LabPort, followed: string): Promise<void> {
  await ask(async (atMs) => {
    const story = await lab.follow(followed);
    return { asked: { type: 'follow', atMs, story }, marked: { ...story, disks: disksOf(story) } };
  });
}

/** Selects what a step names: the chain stays above it. */
export function selectBeside(what: Selection): void {
  useAsked.setState({ beside: what });
  useView.getState().select(what);
}

/** Whether an answer still stands beside what is selected: whoever follows an entry may look at what is marked. */
export function standsBeside({ asked, beside }: LastAsked, selection: Selection | undefined): boolean {
  if (sameData(beside, selection)) return true;
  if (asked?.type !== 'follow') return false;
  const { messages, index, call } = asked.story;
  switch (selection?.type) {
    case 'message':
      return messages.includes(selection.id);
    case 'entry':
      return selection.index === index;
    case 'request':
      return selection.id === call;
    default:
      return false;
  }
}

export function closeAsked(): void {
  useAsked.setState({ asked: undefined, beside: undefined });
  useView.setState({ marked: undefined });
}

type Marked = NonNullable<ReturnType<typeof useView.getState>['marked']>;

async function ask(
  answer: (atMs: number) => Promise<{ readonly asked: Asked; readonly marked: Marked }>,
): Promise<void> {
  const { frame } = useView.getState();
  try {
    const { asked, marked } = await answer(microsToMs(frame?.at ?? 0));
    useAsked.setState({ asked, run: frame?.run ?? 0, beside: useView.getState().selection });
    const { messages, disks, index, term } = marked;
    useView.setState({
      marked: { messages, disks, index, term },
      panelTab: 'inspector',
      phoneTab: 'inspector',
    });
  } catch (error) {
    reportError(error);
  }
}
