import type { Reopening } from '../host/lab/lab-call.ts';

/** Where this tab remembers which lab it has. */
const KEY = 'quorumscope.lab';

/** What a tab remembers, across reloads and the browser's restart if that brings its tabs back. */
interface Remembered {
  readonly id: string;
  /** What the address asked for while the tab had this lab: options and fragment. */
  readonly asked: string;
}

export interface Arrival {
  /** `location.search` and `location.hash`. */
  readonly asked: string;
  /** The page is loaded again, or come back to; else somebody has opened this address. */
  readonly isAgain: boolean;
}

/**
 * The kept lab that the page is opened with; undefined: another one begins. An address that asks for something gets it, unless
 * it is the one that this tab had already when it was loaded again.
 */
export function labToReopen(
  { asked, isAgain }: Arrival,
  remembered: Remembered | undefined,
): Reopening | undefined {
  const own = remembered && { id: remembered.id, waits: true };
  if (isAgain && remembered?.asked === asked) return own;
  if (asked !== '') return undefined;
  return own ?? { id: undefined, waits: false };
}

/** The same, of this page. */
export function labOfThisTab(): Reopening | undefined {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const isAgain = navigation !== undefined && navigation.type !== 'navigate';
  return labToReopen({ asked: asked(), isAgain }, parse(read()));
}

/** Keeps in mind that this tab has this lab, at the address as it is now. */
export function rememberLab(id: string): void {
  const remembered: Remembered = { id, asked: asked() };
  write(JSON.stringify(remembered));
}

function asked(): string {
  return location.search + location.hash;
}

function parse(text: string | undefined): Remembered | undefined {
  if (text === undefined) return undefined;
  try {
    const { id, asked: what } = JSON.parse(text) as Partial<Remembered>;
    return typeof id === 'string' && typeof what === 'string' ? { id, asked: what } : undefined;
  } catch {
    return undefined;
  }
}

/** Storage may be forbidden (private windows, embedded pages): then nothing is remembered. */
function read(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(text: string): void {
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    // The next page has the lab that was used last, which is this one most times.
  }
}
