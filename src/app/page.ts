import type { Reopening } from '../host/lab/lab-call.ts';
import { LabClient } from '../host/lab/lab-client.ts';
import { lifeLineName, onLifeLineLoose } from '../host/life-line.ts';
import type { Frame } from '../lab/frame/frame.ts';
import type { LabPort } from '../lab/lab-port.ts';
import { beginStory } from '../lab/play/opening.ts';
import { CommandError } from '../sim/command/command.ts';
import { reportError } from '../ui/act.ts';
import { frameCame } from '../ui/frames-come.ts';
import { latePart } from '../ui/late-part.ts';
import { lessonOpener } from '../ui/lesson/lesson-part.ts';
import { withMessages } from '../ui/messages/with-messages.ts';
import { chosenBudget } from '../ui/memory-budget.ts';
import { dataPanels } from '../ui/panel/data-parts.ts';
import { frameRequest, useView } from '../ui/view-state.ts';
import { nameOfRun } from '../ui/run-name.ts';
import { showFrame } from '../ui/use-frame.ts';
import { FrameLoop } from './frame-loop.ts';
import { labOfThisTab, rememberLab } from './last-lab.ts';
import { explainProblem, formatOptions, lessonAsked, parseOptions, type LessonAsked } from './url.ts';

export interface Page {
  readonly lab: LabPort;
  /** The lab once it is where the page opens; scripts wait for it. */
  readonly opened: Promise<LabPort>;
  /** The first frame is drawn, logs and diagram with it. */
  readonly ready: Promise<void>;
}

/**
 * Starts the lab in its worker, brings it to the opening and begins to draw, once the page has its words. `onDeath` hears
 * why the lab has ended.
 */
export function startPage(
  search: string,
  isEmbedded: boolean,
  words: Promise<void>,
  onDeath: (reason: string) => void,
): Page {
  const name = lifeLineName('lab');
  const worker = new Worker(new URL('../host/lab/lab-worker.ts', import.meta.url), {
    type: 'module',
    name,
  });
  const lesson = lessonAsked(search);
  // A lesson plays its run anew: that is the same one. In somebody's page nothing is kept, and nobody sees what is: not this lab,
  // not an address, not the browser's history.
  const reopening = lesson === undefined && !isEmbedded ? labOfThisTab() : undefined;
  const lab = new LabClient(
    worker,
    onDeath,
    (ended) => onLifeLineLoose(name, ended),
    reopening,
    chosenBudget(),
    isEmbedded,
  );
  const address = new Address(isEmbedded);
  const opened = words.then(async () => {
    const run =
      (await reopen(lab, reopening)) ??
      (await openAddress(lab)) ??
      (lesson && (await openLesson(lab, lesson)));
    useView.setState({ isOpening: false });
    address.opened(run ?? (await open(lab, search)));
    addEventListener('hashchange', () => {
      if (!isLookedAt()) void openAddress(lab).then((run) => address.opened(run));
    });
    addEventListener('popstate', () => {
      if (isLookedAt()) address.remember();
    });
    return lab;
  });
  const ready = opened.then(async () => {
    // Logs and diagram come after the first picture. What cannot be loaded says so in its place.
    const panels = dataPanels.load().catch(() => undefined);
    await drawFrames(lab, address, onDeath);
    await panels;
  });
  ready.then(() => startTheRest(lab, search, isEmbedded)).catch(() => undefined);
  // Their failure is told by onDeath; whoever waits for them hears it as well.
  opened.catch((error: unknown) => onDeath(String(error)));
  ready.catch(() => undefined);
  return { lab, opened, ready };
}

/** The browser's back and forward have come to what was looked at (back-and-forward.ts), not to a link that was followed. */
function isLookedAt(): boolean {
  return history.state !== null;
}

/** What the first picture did not need. */
async function startTheRest(lab: LabPort, search: string, isEmbedded: boolean): Promise<void> {
  if (isEmbedded) {
    (await import('./tell-conditions.ts')).tellConditions(lab);
    return;
  }
  const [{ openAsked }, { keepLab }, { tellConditions }, { startBackAndForward }, { startForeignHost }] =
    await Promise.all([
      import('../ui/course/open-asked.ts'),
      import('./keep-lab.ts'),
      import('./tell-conditions.ts'),
      import('./back-and-forward.ts'),
      import('./foreign-host.ts'),
    ]);
  startForeignHost();
  openAsked(search);
  keepLab(lab);
  tellConditions(lab);
  startBackAndForward(lab);
}

/**
 * What the address asks for, if it can be had; what is wrong with it is said, and the usual cluster opens. Resolves with
 * the number of the run.
 */
async function open(lab: LabPort, search: string): Promise<number> {
  const entry = new URLSearchParams(search).get('gallery');
  if (entry !== null) {
    try {
      return await (await fromGallery.load()).openGallery(lab, entry);
    } catch (error) {
      reportError(error);
    }
  }
  const rule = new URLSearchParams(search).get('rule');
  if (rule !== null) {
    try {
      return await (await fromRules.load()).openRule(lab, rule);
    } catch (error) {
      reportError(error);
    }
  }
  const { config, problems } = parseOptions(search);
  const [problem] = problems;
  if (problem !== undefined) useView.getState().notify('error', explainProblem(problem), 'badConfig');
  try {
    // Who asks for a cluster of their own may want to see how it begins.
    return await beginStory(lab, config, Object.keys(config).length === 0 ? 'votes' : 'campaign');
  } catch (error) {
    reportError(error);
    return await beginStory(lab, undefined, 'votes');
  }
}

const fromRules = latePart(withMessages(() => import('../ui/rules/open-rule.ts')));
const fromGallery = latePart(withMessages(() => import('../ui/gallery/open-gallery.ts')));

/** The run of the lesson that the address asks for, by its number; undefined: it cannot be had, which is said. */
async function openLesson(lab: LabPort, { id, step }: LessonAsked): Promise<number | undefined> {
  try {
    return await (await lessonOpener.load()).openLesson(lab, id, { step });
  } catch (error) {
    reportError(error);
    return undefined;
  }
}

const opening = latePart(withMessages(() => import('../ui/file/open-lab.ts')));

/** The lab that the fragment of the address says; undefined: it says none, or none that can be opened, which is said. */
async function openAddress(lab: LabPort): Promise<number | undefined> {
  const { hash } = location;
  if (!isLab(hash) && !isLesson(hash)) return undefined;
  try {
    if (isLesson(hash)) return await (await lessonFromLink.load()).openLessonLink(lab, hash);
    const { openLink } = await opening.load();
    return (await openLink(lab, hash))?.run;
  } catch (error) {
    reportError(error);
    return undefined;
  }
}

const lessonFromLink = latePart(withMessages(() => import('../ui/author/open-authored.ts')));

/** Links to lessons that somebody has made (src/lessons/course/authored). */
function isLesson(hash: string): boolean {
  return hash.startsWith('#lesson=');
}

/** Links to labs begin so (src/saved/link.ts). */
function isLab(hash: string): boolean {
  return hash.startsWith('#lab=');
}

/** The lab that this tab had; undefined: it had none, or it cannot be had. It stands at its instant, paused. */
async function reopen(lab: LabPort, reopening: Reopening | undefined): Promise<number | undefined> {
  if (reopening === undefined) return undefined;
  try {
    const opened = await lab.openKept(reopening.id);
    if (opened === undefined) return undefined;
    const { showOpened } = await import('../ui/labs/open-kept.ts');
    showOpened(opened);
    return opened.run;
  } catch (error) {
    // A lab that another tab has, or that is gone, is no news: another one begins.
    const isNews = !(error instanceof CommandError && quiet.has(error.code));
    if (isNews) reportError(error);
    return undefined;
  }
}

const quiet: ReadonlySet<CommandError['code']> = new Set(['openElsewhere', 'unknownLab', 'stopped']);

/** Resolves when the browser has had the first frame to draw. */
function drawFrames(lab: LabPort, address: Address, onDeath: (reason: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const loop = new FrameLoop({
      schedule: (callback) => requestAnimationFrame(callback),
      request: frameRequest,
      ask: (request) => lab.frame(request),
      show: (frame) => {
        // While nothing has changed, nothing is drawn again.
        if (frame.version !== useView.getState().frame?.version) showFrame(frame);
        address.show(frame);
        frameCame();
        requestAnimationFrame(() => resolve());
      },
      broken: reportError,
      silent: (seconds) => useView.setState({ silentFor: seconds }),
      fail: (error) => onDeath(error instanceof Error ? error.message : String(error)),
    });
    loop.start();
  });
}

/** The browser refuses an address that changes too often: of runs that follow each other quickly the last one is kept. */
const ADDRESS_MS = 500;

/** Says in the address which run is open. The one that the page opened with is what the address asked for, right or wrong. */
class Address {
  #run: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The kept lab that is open. */
  #kept: string | undefined;
  /** It stays as it is. */
  readonly #isFixed: boolean;

  constructor(isFixed: boolean) {
    this.#isFixed = isFixed;
  }

  /**
   * A script may have begun another run before the first frame is drawn: frames do not say which was the first. Undefined:
   * nothing was opened, and the lab that is there has another address from now on.
   */
  opened(run: number | undefined): void {
    if (run === undefined) return this.remember();
    clearTimeout(this.#timer);
    this.#run = run;
  }

  show({ run, config, lab }: Frame): void {
    if (this.#isFixed) return;
    this.#keep(lab.keeping?.id);
    if (run === this.#run) return;
    this.#run = run;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { pathname, hash } = location;
      try {
        history.replaceState(
          history.state,
          '',
          `${pathname}${nameOfRun(run) ?? formatOptions(config)}${isLab(hash) || isLesson(hash) ? '' : hash}`,
        );
      } catch {
        // A page without an address of its own (as in a srcdoc frame): the run is not remembered there.
      }
      this.remember();
    }, ADDRESS_MS);
  }

  /** What a reload of this address comes back to. */
  remember(): void {
    if (this.#kept !== undefined) rememberLab(this.#kept);
  }

  #keep(id: string | undefined): void {
    if (id === this.#kept) return;
    this.#kept = id;
    this.remember();
  }
}
