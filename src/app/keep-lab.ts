import type { Keeping } from '../lab/keep/keeper.ts';
import type { LabPort } from '../lab/lab-port.ts';
import type { SavedView } from '../saved/saved-view.ts';
import { viewOfLab } from '../ui/lab-view.ts';
import { useView } from '../ui/view-state.ts';

/** What is looked at changes as a pointer moves: so often it is kept, at most. */
const VIEW_MS = 1000;

/**
 * Has the lab kept with what the page shows of it: soon after that has changed, and at once when the page is hidden or left,
 * as nobody knows whether it comes back.
 */
export function keepLab(lab: Pick<LabPort, 'keepNow'>): void {
  let view = viewOfLab(useView.getState());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    lab.keepNow(view).catch(() => undefined); // the lab has ended: that is said elsewhere
  };
  let said: Keeping['state'] = 'kept';
  let isAsked = false;
  useView.subscribe((state) => {
    const keeping = state.frame?.lab.keeping;
    if (keeping?.id !== undefined && !isAsked) {
      isAsked = true;
      askToPersist();
    }
    if (keeping !== undefined && keeping.state !== said) {
      said = keeping.state; // before it is said: that changes the store
      say(keeping);
    }
    const next = viewOfLab(state);
    if (isSame(view, next)) return;
    view = next;
    timer ??= setTimeout(keep, VIEW_MS);
  });
  addEventListener('pagehide', keep);
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep();
  });
}

/**
 * Something is kept: the browser is asked not to clear it away when the disk gets full. Chromium answers by itself, Firefox asks the
 * viewer. Where it says no, or cannot, labs are kept as long as it pleases.
 */
function askToPersist(): void {
  Promise.resolve()
    .then(() => navigator.storage.persist())
    .catch(() => undefined);
}

/** That nothing more is kept is said when it begins, and not again unless it was kept meanwhile. */
function say({ state, reason = '' }: Keeping): void {
  const { notify } = useView.getState();
  if (state === 'full') notify('error', reason, 'storageFull');
  if (state === 'refused') notify('error', reason, 'storageRefused');
}

/** The store changes with every frame, and hardly ever in these. */
function isSame(a: SavedView, b: SavedView): boolean {
  return Object.entries(a).every(([name, value]) => Object.is(value, b[name as keyof SavedView]));
}
