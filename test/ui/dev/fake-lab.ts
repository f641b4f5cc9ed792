import type { Frame, Inspection, Selection } from '../../../src/lab/frame/frame.ts';
import type { LabPort } from '../../../src/lab/lab-port.ts';
import { unreachable } from '../../../src/base/assert.ts';
import { entries, memberView } from '../fixtures/frame.ts';

function refuse(): Promise<never> {
  return Promise.reject(new Error('this page has no cluster'));
}

/** A lab port over one made-up frame: time runs and messages go round, nothing is decided. */
export function makeFakeLab(start: Frame): LabPort {
  let frame = start;
  const change = (next: Partial<Frame>) => {
    frame = { ...frame, ...next, version: frame.version + 1 };
  };
  return {
    reset: refuse,
    play: async (pace = frame.speed) =>
      change(
        pace === 'meaning'
          ? { playing: true, pace: 'following' }
          : { playing: true, pace: 'fixed', speed: pace },
      ),
    pause: async () => change({ playing: false }),
    step: async () => change({ at: frame.at + 1000 }),
    back: async () => change({ at: frame.at - 1000, live: false }),
    stepToCause: refuse,
    stepToEffect: refuse,
    drawTrouble: refuse,
    runFor: async (ms) => change({ at: frame.at + ms * 1000 }),
    seek: async (ms) => change({ at: ms * 1000, live: false }),
    runUntil: refuse,
    setBreakpoints: refuse,
    setWatches: refuse,
    setGoal: refuse,
    holds: refuse,
    eventPage: refuse,
    nextHit: refuse,
    previousHit: refuse,
    likelihood: refuse,
    clientHistory: refuse,
    searchSetup: refuse,
    openSchedule: refuse,
    byHand: async (on) => change({ byHand: on }),
    enabledActions: async () => frame.actions ?? [],
    choose: refuse,
    preview: refuse,
    save: refuse,
    dataDir: refuse,
    link: refuse,
    open: refuse,
    openLink: refuse,
    script: refuse,
    exportWindow: refuse,
    shrink: refuse,
    rulesKept: refuse,
    importTranscript: refuse,
    compare: refuse,
    dropFuture: refuse,
    branches: async () => frame.branches,
    switchTo: refuse,
    goTo: refuse,
    renameBranch: refuse,
    deleteBranch: refuse,
    restoreBranch: refuse,
    memory: refuse,
    setMemoryBudget: refuse,
    moments: async () => frame.moments,
    addMoment: refuse,
    changeMoment: refuse,
    removeMoment: refuse,
    restoreMoment: refuse,
    keptLabs: async () => [],
    openKept: refuse,
    renameKept: refuse,
    deleteKept: refuse,
    restoreKept: refuse,
    keepNow: async () => undefined,
    seekEvent: refuse,
    playLesson: refuse,
    playTo: refuse,
    sideBySide: refuse,
    decisions: refuse,
    nextDecision: refuse,
    haltAtViolations: async (halts) => change({ checks: { ...frame.checks, halts } }),
    live: async () => change({ at: frame.liveAt, live: true }),
    act: refuse,
    call: refuse,
    etcdctl: refuse,
    http: refuse,
    openHttp: refuse,
    httpAnswer: refuse,
    closeHttp: refuse,
    openStream: refuse,
    sendStream: refuse,
    closeStream: refuse,
    streams: async () => frame.streams,
    clients: async () => frame.clients,
    frame: async (request) => {
      if (frame.playing) {
        const speed = Number.isFinite(frame.speed) ? frame.speed : 50;
        const at = frame.at + Math.round(request.elapsedMs * speed * 1000);
        change({ at, liveAt: at, messages: frame.messages.map((message) => goRound(message, at)) });
      }
      return frame;
    },
    picture: async () => frame,
    sketch: async () => frame,
    inspect: async (selection) => inspect(frame, selection),
    state: refuse,
    hash: refuse,
    why: refuse,
    origin: refuse,
    cone: refuse,
    follow: refuse,
    openConsole: refuse,
    tellConsole: refuse,
    consolePage: refuse,
    consoleText: refuse,
    consoleScript: refuse,
    consoleCompletions: refuse,
    consoleSubject: refuse,
    closeConsole: refuse,
  };
}

function goRound(message: Frame['messages'][number], at: number): Frame['messages'][number] {
  if (message.dueAt > at || message.fate === 'held') return message;
  const span = message.dueAt - message.sentAt;
  return Object.assign({}, message, { sentAt: at, dueAt: at + span });
}

function inspect(frame: Frame, selection: Selection): Inspection {
  switch (selection.type) {
    case 'node':
      return {
        type: 'node',
        id: selection.id,
        trace: [
          { at: frame.at - 21_000, event: 4210, trace: { type: 'localMessage', messageType: 'MsgHup' } },
          { at: frame.at - 21_000, event: 4210, trace: { type: 'becamePreCandidate', term: 4 } },
          {
            at: frame.at - 800_000,
            event: 3900,
            trace: {
              type: 'voteGranted',
              pre: false,
              candidate: 1,
              term: 4,
              own: { term: 3, index: 9 },
              theirs: { term: 3, index: 9 },
            },
          },
        ],
      };
    case 'entry': {
      const entry = entries(selection.index, selection.index)[0];
      if (!entry) return { type: 'gone' };
      return {
        type: 'entry',
        entry,
        on: frame.nodes.map((node) => {
          const last = node.view?.last ?? node.disk?.last ?? 0;
          return {
            id: node.id,
            has: last >= entry.index,
            stable: (node.view?.stable ?? last) >= entry.index,
            committed: (node.view?.commit ?? node.disk?.commit ?? 0) >= entry.index,
            applied: (node.view?.applied ?? 0) >= entry.index,
            otherTerm: undefined,
          };
        }),
        key: new TextEncoder().encode('stock'),
        value: new TextEncoder().encode('7'),
        origin: undefined,
        others: [],
        call: undefined,
        messages: [],
        committedAt: [],
      };
    }
    case 'message': {
      const message = frame.messages.find((each) => each.id === selection.id);
      if (!message) return { type: 'gone' };
      const before = memberView(message.to, { term: 4 });
      return {
        type: 'message',
        id: message.id,
        message: {
          type: 'MsgVote',
          from: message.from,
          to: message.to,
          term: message.term,
          logTerm: 4,
          index: 10,
          context: undefined,
        } as never,
        sentAt: message.sentAt,
        endedAt: message.dueAt,
        endEvent: undefined,
        end: 'delivered',
        cause: { event: 4200, input: 'tick', message: undefined },
        effect: {
          before,
          after: { ...before, term: 5, vote: 3, electionElapsed: 0 },
          trace: [
            { type: 'becameFollower', term: 5, lead: 0, reason: 'higherTerm' },
            {
              type: 'voteGranted',
              pre: false,
              candidate: 3,
              term: 5,
              own: { term: 4, index: 10 },
              theirs: { term: 4, index: 10 },
            },
          ],
        },
      };
    }
    case 'key':
      return {
        type: 'key',
        node: selection.node,
        key: selection.key,
        compactRevision: 0,
        history: [3, 5, 8].map((modRevision, i) => ({
          key: selection.key,
          value: new TextEncoder().encode(String(3 + i)),
          createRevision: 3,
          modRevision,
          version: i + 1,
          lease: 0n,
          deleted: false,
        })),
      };
    case 'request': {
      const request = frame.requests.find((each) => each.id === selection.id);
      return request
        ? { type: 'request', request, invokedEvent: 0, returnedEvent: undefined, entry: undefined }
        : { type: 'gone' };
    }
    case 'http':
    case 'event':
      return { type: 'gone' };
    default:
      return unreachable(selection);
  }
}
