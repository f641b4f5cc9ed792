import { microsToMs } from '../base/flavor.ts';
import type { LabPort } from '../lab/lab-port.ts';
import { CommandError } from '../sim/command/command.ts';
import { reportError } from '../ui/act.ts';
import { latePart } from '../ui/late-part.ts';
import { withMessages } from '../ui/messages/with-messages.ts';
import { openKept } from '../ui/labs/open-kept.ts';
import { useView } from '../ui/view-state.ts';
import { LookedAt, type Look } from './looked-at.ts';

/** Under this name in the state of the browser's history entries. */
const FIELD = 'quorumscopeLook';

/** The browser's back and forward go through what was looked at. */
export function startBackAndForward(lab: LabPort): void {
  let address = location.href;
  const lookedAt = new LookedAt({
    replace: (look) => history.replaceState(entry(look), ''),
    replaceOther: (look) => history.replaceState(entry(look), '', address),
    push: (look) => history.pushState(entry(look), ''),
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    open: async (id) => {
      try {
        await openKept(lab, id);
        return true;
      } catch (error) {
        if (error instanceof CommandError && isGone.has(error.code)) return false;
        throw error;
      }
    },
    show: async ({ branch, event, at, selection, lesson }) => {
      const position = { branch, event, atMs: microsToMs(at) };
      if (lesson === undefined && useView.getState().lesson === undefined) await lab.goTo(position);
      else await (await revisiting.load()).revisit(lab, position, lesson);
      useView.getState().select(selection);
    },
  });
  const see = ({ frame, selection, lesson }: ReturnType<typeof useView.getState>): void => {
    if (frame === undefined) return;
    lookedAt.see(frame, selection, lesson);
    if (!lookedAt.isGoing) address = location.href;
  };
  useView.subscribe(see);
  // What stands still already says nothing of itself.
  see(useView.getState());
  addEventListener('popstate', ({ state }: PopStateEvent) => {
    const look = lookOf(state);
    if (look !== undefined) lookedAt.goTo(look).catch(reportError);
  });
}

const revisiting = latePart(withMessages(() => import('../ui/lesson/revisit.ts')));

/** A lab that is nowhere any more, or that another tab has, is no news: the list of labs says so. */
const isGone: ReadonlySet<CommandError['code']> = new Set(['unknownLab', 'openElsewhere', 'keepsNothing']);

function entry(look: Look): object {
  return { ...(history.state as object | null), [FIELD]: look };
}

function lookOf(state: unknown): Look | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  return (state as { readonly [FIELD]?: Look })[FIELD];
}
