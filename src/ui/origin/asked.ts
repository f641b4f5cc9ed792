import { create } from 'zustand';
import { microsToMs } from '../../base/flavor.ts';
import type { Story } from '../../explain/follow/story.ts';
import type { OriginStep } from '../../explain/origin/origin-step.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { reportError } from '../act.ts';
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

/** What was asked last in this run; the panel shows it above what is selected until it is closed. */
export const useAsked = create<{ readonly asked: Asked | undefined; readonly run: number }>()(() => ({
  asked: undefined,
  run: 0,
}));

export async function askOrigin(lab: LabPort, place: string): Promise<void> {
  await ask(async (atMs) => {
    const steps = await lab.origin(place);
    const messages = steps.flatMap(({ input }) => (input.type === 'message' ? input.message : []));
    return { asked: { type: 'origin', place, atMs, steps }, marked: { messages, index: 0, term: 0 } };
  });
}

/** `followed` as it is written: `entry(5, 2)`, `call(7)`. */
export async function askFollow(lab: LabPort, followed: string): Promise<void> {
  await ask(async (atMs) => {
    const story = await lab.follow(followed);
    return { asked: { type: 'follow', atMs, story }, marked: story };
  });
}

export function closeAsked(): void {
  useAsked.setState({ asked: undefined });
  useView.setState({ marked: undefined });
}

type Marked = NonNullable<ReturnType<typeof useView.getState>['marked']>;

async function ask(
  answer: (atMs: number) => Promise<{ readonly asked: Asked; readonly marked: Marked }>,
): Promise<void> {
  const { frame } = useView.getState();
  try {
    const { asked, marked } = await answer(microsToMs(frame?.at ?? 0));
    useAsked.setState({ asked, run: frame?.run ?? 0 });
    const { messages, index, term } = marked;
    useView.setState({ marked: { messages, index, term }, panelTab: 'inspector', phoneTab: 'inspector' });
  } catch (error) {
    reportError(error);
  }
}
