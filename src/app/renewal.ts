import { t } from 'i18next';
import { addPanelMessages } from '../ui/messages/panels.ts';
import { currentView } from '../ui/view-state.ts';

/** So often a page that stays open asks whether the site was renewed, at most, when somebody comes back to it. */
const ASK_MS = 3_600_000;

/**
 * Has the browser keep the site (service-worker.ts), so that it opens without a connection, and says when a newer version of it
 * is there. That one is taken at the viewer's word. Rejects where the browser keeps nothing: in a private window, say.
 */
export async function keepSite(): Promise<void> {
  const registration = await navigator.serviceWorker.register('./sw.js');
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') sayWaiting(registration);
    });
  });
  sayWaiting(registration);
  let askedAt = performance.now();
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || performance.now() - askedAt < ASK_MS) return;
    askedAt = performance.now();
    registration.update().catch(() => undefined); // no connection: the next time
  });
}

/** The very first version is no news, and waits for nobody. */
function sayWaiting({ waiting, active }: ServiceWorkerRegistration): void {
  if (!waiting || !active) return;
  addPanelMessages();
  currentView().notify('info', () => t('help:renewal.waits'), undefined, {
    label: () => t('help:renewal.take'),
    run: () => {
      // This page alone is loaded anew; what is open in others goes on as it is.
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage('takeOver');
    },
  });
}
