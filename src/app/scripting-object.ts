import type { LabPort } from '../lab/lab-port.ts';
import { latePart } from '../ui/late-part.ts';
import type { Calls } from './embed-messages.ts';
import type { Quorumscope } from './scripting.ts';

type Method = Exclude<keyof Quorumscope, 'version' | 'ready'>;

/** What scripts call; every one of these is async. */
const methods: Readonly<Record<Method, true>> = {
  reset: true,
  drawLogs: true,
  state: true,
  hash: true,
  play: true,
  pause: true,
  step: true,
  back: true,
  stepToCause: true,
  stepToEffect: true,
  runFor: true,
  runUntil: true,
  setBreakpoints: true,
  setWatches: true,
  holds: true,
  eventPage: true,
  nextHit: true,
  previousHit: true,
  seek: true,
  live: true,
  branches: true,
  switchTo: true,
  goTo: true,
  compare: true,
  renameBranch: true,
  deleteBranch: true,
  restoreBranch: true,
  moments: true,
  addMoment: true,
  changeMoment: true,
  removeMoment: true,
  restoreMoment: true,
  memory: true,
  setMemoryBudget: true,
  kill: true,
  restart: true,
  pauseNode: true,
  resumeNode: true,
  campaign: true,
  transferLeader: true,
  forgetLeader: true,
  snapshotNow: true,
  isolate: true,
  disk: true,
  trouble: true,
  loseDisk: true,
  bitFlip: true,
  powerLoss: true,
  clockRate: true,
  clockJump: true,
  forceNewCluster: true,
  configure: true,
  partition: true,
  shape: true,
  cut: true,
  heal: true,
  link: true,
  deliver: true,
  hold: true,
  release: true,
  drop: true,
  duplicate: true,
  forge: true,
  alignTimers: true,
  spreadTimers: true,
  byHand: true,
  enabledActions: true,
  choose: true,
  preview: true,
  likelihood: true,
  script: true,
  importTranscript: true,
  exportRun: true,
  put: true,
  get: true,
  memberAdd: true,
  memberPromote: true,
  memberRemove: true,
  memberChange: true,
  leaveJoint: true,
  call: true,
  txn: true,
  leaseGrant: true,
  leaseRevoke: true,
  leaseKeepAlive: true,
  watch: true,
  closeStream: true,
  http: true,
  openHttp: true,
  httpAnswer: true,
  closeHttp: true,
  streams: true,
  openConsole: true,
  typeLine: true,
  typeInput: true,
  endInput: true,
  interrupt: true,
  consoleText: true,
  consoleScript: true,
  closeConsole: true,
  startClient: true,
  tellClient: true,
  startLoad: true,
  changeLoad: true,
  pauseClient: true,
  resumeClient: true,
  stopClient: true,
  clients: true,
  etcdctl: true,
  why: true,
  cone: true,
  origin: true,
  follow: true,
  lessons: true,
  openLesson: true,
  gallery: true,
  openGallery: true,
  share: true,
  save: true,
  open: true,
};

/** What a page around this one may not do: it would change the viewer's own browser. */
const ofViewer: ReadonlySet<string> = new Set<Method>(['setMemoryBudget']);

/** The calls of the object that a page around this one has, by their names. */
export function embeddedCalls(object: Quorumscope): Calls {
  const calls = Object.keys(methods)
    .filter((name) => !ofViewer.has(name))
    .map((name) => [name, object[name as Method] as Calls['calls'][string]] as const);
  return { version: object.version, ready: object.ready, calls: Object.fromEntries(calls) };
}

const scripting = latePart(() => import('./scripting.ts'));

/**
 * The object on `window`, there at once: the first picture needs none of the code behind it, which is loaded by the first
 * call or when the page has time. Calls come to the lab in the order in which they were made.
 */
export function scriptingObject(
  opened: Promise<LabPort>,
  version: string,
  ready: Promise<void>,
): Quorumscope {
  let made: Promise<Quorumscope> | undefined;
  const object = (): Promise<Quorumscope> => {
    made ??= scripting.load().then(
      ({ makeScripting }) => makeScripting(opened, version, ready),
      (error: unknown) => {
        made = undefined;
        throw new Error(
          `scripting could not be loaded: ${String(error)}; try again when the page has its connection`,
        );
      },
    );
    return made;
  };
  const call =
    (method: string) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      const target = Object.entries(await object()).find(([name]) => name === method)?.[1];
      return (target as (...given: readonly unknown[]) => Promise<unknown>)(...args);
    };
  const calls = Object.fromEntries(Object.keys(methods).map((method) => [method, call(method)]));
  return { version, ready, ...(calls as Pick<Quorumscope, Method>) };
}
