import { microsToMs } from '../base/flavor.ts';
import type { LabPort } from '../lab/lab-port.ts';
import { reportError } from '../ui/act.ts';
import { useView } from '../ui/view-state.ts';
import { LookedAt, type Look } from './looked-at.ts';

/** Under this name in the state of the browser's history entries. */
const FIELD = 'quorumscopeLook';

/** The browser's back and forward go through what was looked at. */
export function startBackAndForward(lab: Pick<LabPort, 'goTo'>): void {
  const lookedAt = new LookedAt({
    replace: (look) => history.replaceState(entry(look), ''),
    push: (look) => history.pushState(entry(look), ''),
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    show: async ({ branch, event, at, selection }) => {
      await lab.goTo({ branch, event, atMs: microsToMs(at) });
      useView.getState().select(selection);
    },
  });
  useView.subscribe(({ frame, selection }) => {
    if (frame !== undefined) lookedAt.see(frame, selection);
  });
  addEventListener('popstate', ({ state }: PopStateEvent) => {
    const look = lookOf(state);
    if (look !== undefined) lookedAt.goTo(look).catch(reportError);
  });
}

function entry(look: Look): object {
  return { ...(history.state as object | null), [FIELD]: look };
}

function lookOf(state: unknown): Look | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  return (state as { readonly [FIELD]?: Look })[FIELD];
}
