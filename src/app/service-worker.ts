/**
 * Keeps the whole site in the browser, so that it opens without a connection. One version of it is shown at a time: the files of a
 * new one are fetched beside it, and wait until the viewer takes them (renewal.ts) or no page is open any more. A page goes on
 * with the files of its own version while it is open: nothing is taken away under a running lab.
 *
 * (Workbox and what is built on it clear the old files away when a new version takes over; a page of the old one that is
 * still open in another tab would find its late parts gone.)
 */

/** What the build puts in (src/cli/site-build.ts). */
export interface KeptSite {
  /** A name made from all contents. */
  readonly version: string;
  /** All files but the maps; '' is the page. */
  readonly files: readonly string[];
  /** The script of the page: index.html names it, or is of another version. */
  readonly entry: string;
}
declare const SITE: KeptSite;

/** The part of the service worker's scope that is used here; TypeScript has it in a library that excludes the DOM's. */
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Lasting {
  readonly data: unknown;
}
interface Scope {
  readonly registration: Pick<ServiceWorkerRegistration, 'scope' | 'installing' | 'waiting'>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly unknown[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'message', listener: (event: Told) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asked) => void): void;
}
declare const self: Scope;

const { scope } = self.registration;
// Other sites may share the origin, as on GitHub Pages: the address tells the caches apart.
const ours = `quorumscope ${scope} `;
const current = ours + SITE.version;

self.addEventListener('install', (event) => event.waitUntil(keepSite()));
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), forgetOtherVersions()])),
);
self.addEventListener('message', (event) => {
  if (event.data === 'takeOver') event.waitUntil(self.skipWaiting());
});
self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  if (method !== 'GET' || !url.startsWith(scope)) return;
  if (mode === 'navigate') event.waitUntil(forgetOtherVersions());
  event.respondWith(answer(event.request));
});

/** Rejects, and the version is not installed, unless every file is had. The browser tries again by itself. */
async function keepSite(): Promise<void> {
  const cache = await caches.open(current);
  await Promise.all(
    SITE.files.map(async (file) => {
      const url = new URL(file, scope).href;
      // The name of an asset is made from its content: whoever has it has the right one.
      const isAsset = file.startsWith('assets/');
      const response = (isAsset && (await caches.match(url))) || (await fetched(url, isAsset));
      if (file === '' && !(await response.clone().text()).includes(SITE.entry))
        throw new Error(`the page is not of version ${SITE.version}: the site is just being renewed`);
      await cache.put(url, response);
    }),
  );
}

async function fetched(url: string, isAsset: boolean): Promise<Response> {
  const response = await fetch(url, { cache: isAsset ? 'default' : 'reload' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  // A browser takes no redirected answer for a page.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

async function answer(request: Request): Promise<Response> {
  const { origin, pathname } = new URL(request.url);
  const path = (origin + pathname).slice(scope.length);
  const url = new URL(path === 'index.html' ? '' : path, scope).href;
  const cache = await caches.open(current);
  // The last: what only an older version has, asked for by a page of it, and what nobody has.
  return (await cache.match(url)) ?? (await caches.match(url)) ?? fetch(request);
}

/** Other versions are kept while more than one page is open, which may be of one of them, and while a new one waits. */
async function forgetOtherVersions(): Promise<void> {
  const { installing, waiting } = self.registration;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.length > 1 || installing || waiting) return;
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(ours) && name !== current);
  await Promise.all(old.map((name) => caches.delete(name)));
}
