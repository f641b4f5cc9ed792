import type { NodeId } from '../base/flavor.ts';
import type { LabPort } from '../lab/lab-port.ts';
import type { StageAsk } from './stage/stage-asks.ts';
import {
  longCall,
  stepKinds,
  useView,
  type AloneView,
  type ViewActions,
  type ViewState,
} from './view-state.ts';
import { debuggerKeys } from './events/debugger-keys-part.ts';
import { lessonPlayer } from './lesson/lesson-part.ts';
import { instants } from './notebook/instants-part.ts';
import { askWhy, subjectOf } from './why/asked.ts';
import { toggleFullScreen } from './panel/full-screen.ts';
import { layoutKeys } from './panel/layout-keys-part.ts';
import { runUntil, setPace, switchHand, targetAfter } from './play.ts';
import { shownTheme } from './shell/shown-theme.ts';
import { speedBeside } from './shell/speed.ts';

/** What a key may reach. */
export interface CommandContext {
  readonly lab: LabPort;
  readonly view: ViewState & ViewActions;
  readonly focusClientForm: () => void;
  /** Whether the stage has done it. */
  readonly askStage: (ask: StageAsk) => boolean;
  /** The member that has the focus on the stage. */
  readonly focusedNode: NodeId | undefined;
}

/** One thing the keyboard can do. The help lists this table; its words are help:command.<id>. */
export interface KeyCommand {
  readonly id:
    | 'playPause'
    | 'byHand'
    | 'stepBack'
    | 'stepForward'
    | 'stepBackEvent'
    | 'stepForwardEvent'
    | 'stepKind'
    | 'toCause'
    | 'nextHit'
    | 'start'
    | 'live'
    | 'byMeaning'
    | 'slower'
    | 'faster'
    | 'runUntil'
    | 'nextTarget'
    | 'selectNode'
    | 'nextNode'
    | 'nextMessage'
    | 'menu'
    | 'split'
    | 'link'
    | 'arrange'
    | 'killRestart'
    | 'pauseNode'
    | 'isolate'
    | 'heal'
    | 'put'
    | 'panels'
    | 'heartbeats'
    | 'stageAlone'
    | 'logsAlone'
    | 'timeAlone'
    | 'layout'
    | 'fullScreen'
    | 'mark'
    | 'notebook'
    | 'compare'
    | 'why'
    | 'console'
    | 'breakpoints'
    | 'events'
    | 'theme'
    | 'language'
    | 'exportRun'
    | 'palette'
    | 'help'
    | 'closeSelection'
    | 'lessonOn'
    | 'lessonBack';
  readonly group: 'time' | 'cluster' | 'page';
  /** Bindings of tinykeys. */
  readonly keys: readonly string[];
  /** As keycaps in the help. */
  readonly caps: readonly string[];
  /** Only where the page's own keys are meant and nothing else has the focus: on the stage, or nowhere. */
  readonly onStage?: true;
  /**
   * What it does depends on what the frame shows (kill or restart). Pressed twice in a row it waits until the frame
   * shows what the first did.
   */
  readonly readsFrame?: true;
  /** Also while text is typed: it is none that anybody types. */
  readonly anywhere?: true;
  /** While a lesson is open; else the key is the browser's. */
  readonly inLesson?: true;
  /** It does nothing to the lab, and what is typed next depends on it: it waits for nothing. */
  readonly atOnce?: true;
  /** Undefined: nothing to do now. */
  readonly run: (context: CommandContext, event: KeyboardEvent) => Promise<unknown> | void;
}

/** The member that has the focus goes before the one that is selected: a key does it to what one is on. */
function chosenNode({ view, focusedNode }: CommandContext): NodeId | undefined {
  return focusedNode ?? (view.selection?.type === 'node' ? view.selection.id : undefined);
}

function onChosen(
  context: CommandContext,
  act: (lab: LabPort, id: NodeId, status: 'up' | 'killed' | 'paused') => Promise<void>,
): Promise<void> | void {
  const { lab, view } = context;
  const id = chosenNode(context);
  const node = view.frame?.nodes.find((each) => each.id === id);
  if (node) return act(lab, node.id, node.status);
  return undefined;
}

/** The tab that is chosen, of the panel beside the stage or, where there is room for one, of all views. */
const PANEL_TABS = ':is(.side-panel, .views) [role=tab][aria-selected=true]';

/** There the key with commands is another one. */
function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}

export const keyCommands: readonly KeyCommand[] = [
  {
    id: 'playPause',
    group: 'time',
    readsFrame: true,
    keys: ['Space'],
    caps: ['Space'],
    run: ({ lab, view }) => (view.frame?.playing ? lab.pause() : lab.play()),
  },
  {
    id: 'stepBack',
    group: 'time',
    keys: ['ArrowLeft'],
    caps: ['←'],
    run: ({ lab, view }) => lab.back(view.stepKind),
  },
  {
    id: 'stepForward',
    group: 'time',
    keys: ['ArrowRight'],
    caps: ['→'],
    run: ({ lab, view }) => lab.step(view.stepKind),
  },
  {
    id: 'stepKind',
    group: 'time',
    keys: ['[', ']'],
    caps: ['[', ']'],
    run: ({ view }, event) => {
      const now = stepKinds.indexOf(view.stepKind);
      const next = now + (event.key === ']' ? 1 : stepKinds.length - 1);
      view.setStepKind(stepKinds[next % stepKinds.length] ?? 'event');
    },
  },
  {
    id: 'stepBackEvent',
    group: 'time',
    keys: ['Shift+ArrowLeft'],
    caps: ['Shift', '←'],
    run: ({ lab }) => lab.back('event'),
  },
  {
    id: 'stepForwardEvent',
    group: 'time',
    keys: ['Shift+ArrowRight'],
    caps: ['Shift', '→'],
    run: ({ lab }) => lab.step('event'),
  },
  {
    id: 'toCause',
    group: 'time',
    readsFrame: true,
    keys: ['q', 'Shift+Q'],
    caps: ['Q'],
    run: async ({ lab, view: { selection } }, { shiftKey }) =>
      (await debuggerKeys.load())[shiftKey ? 'toEffect' : 'toCause'](lab, selection),
  },
  {
    id: 'nextHit',
    group: 'time',
    readsFrame: true,
    keys: ['v', 'Shift+V'],
    caps: ['V'],
    run: async ({ lab }, { shiftKey }) => (await debuggerKeys.load()).toHit(lab, !shiftKey),
  },
  {
    id: 'byHand',
    group: 'time',
    readsFrame: true,
    keys: ['n'],
    caps: ['N'],
    run: ({ lab, view }) => switchHand(lab, view.frame?.byHand !== true),
  },
  { id: 'start', group: 'time', keys: ['Home'], caps: ['Home'], run: ({ lab }) => lab.seekEvent(0) },
  { id: 'live', group: 'time', keys: ['End'], caps: ['End'], run: ({ lab }) => lab.live() },
  {
    id: 'byMeaning',
    group: 'time',
    keys: ['a'],
    caps: ['A'],
    run: ({ lab, view }) => setPace(lab, view.frame, 'meaning'),
  },
  {
    id: 'slower',
    group: 'time',
    readsFrame: true,
    keys: [','],
    caps: [','],
    run: ({ lab, view }) => setPace(lab, view.frame, speedBeside(view.frame?.speed ?? 1, -1)),
  },
  {
    id: 'faster',
    group: 'time',
    readsFrame: true,
    keys: ['.'],
    caps: ['.'],
    run: ({ lab, view }) => setPace(lab, view.frame, speedBeside(view.frame?.speed ?? 1, 1)),
  },
  {
    id: 'runUntil',
    group: 'time',
    keys: ['u'],
    caps: ['U'],
    run: ({ lab, view }) => runUntil(lab, view.runTarget),
  },
  {
    id: 'nextTarget',
    group: 'time',
    keys: ['Shift+U'],
    caps: ['Shift', 'U'],
    run: ({ view }) => view.setRunTarget(targetAfter(view.runTarget)),
  },
  {
    id: 'selectNode',
    group: 'cluster',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    caps: ['1', '…', '9'],
    run: ({ view, askStage }, event) => {
      const id = Number(event.key);
      if (!view.frame?.nodes.some((node) => node.id === id) || askStage({ type: 'pick', id })) return;
      view.select({ type: 'node', id });
      askStage({ type: 'focus', on: id });
    },
  },
  {
    id: 'nextNode',
    group: 'cluster',
    onStage: true,
    keys: ['ArrowUp', 'ArrowDown'],
    caps: ['↑', '↓'],
    run: (context, event) => {
      const { view, askStage } = context;
      const ids = (view.frame?.nodes ?? []).map(({ id }) => id);
      const now = ids.findIndex((id) => id === chosenNode(context));
      const id = neighbour(ids, now, event.key === 'ArrowDown');
      if (id === undefined) return;
      view.select({ type: 'node', id });
      askStage({ type: 'focus', on: id });
    },
  },
  {
    id: 'nextMessage',
    group: 'cluster',
    keys: ['m', 'Shift+M'],
    caps: ['M'],
    run: ({ view, askStage }, event) => {
      const ids = shownMessages(view);
      const now = ids.findIndex((id) => view.selection?.type === 'message' && id === view.selection.id);
      const id = neighbour(ids, now, !event.shiftKey);
      if (id === undefined) return;
      view.select({ type: 'message', id });
      askStage({ type: 'focus', on: 'message' });
    },
  },
  {
    id: 'menu',
    group: 'cluster',
    onStage: true,
    keys: ['Enter'],
    caps: ['Enter'],
    run: ({ askStage }, event) => {
      // Held down it would choose in the menu that it has just opened.
      if (!event.repeat) askStage({ type: 'menu' });
    },
  },
  {
    id: 'split',
    group: 'cluster',
    keys: ['s'],
    caps: ['S'],
    run: ({ askStage }) => void askStage({ type: 'split' }),
  },
  {
    id: 'link',
    group: 'cluster',
    keys: ['c'],
    caps: ['C'],
    run: (context) => {
      const from = chosenNode(context);
      context.askStage({ type: 'link', ...(from === undefined ? {} : { from }) });
    },
  },
  {
    id: 'arrange',
    group: 'cluster',
    keys: ['z', 'Shift+Z'],
    caps: ['Z'],
    run: (context, { shiftKey }) => {
      const node = chosenNode(context);
      if (shiftKey) useView.setState({ arrangement: [] });
      else context.askStage({ type: 'move', ...(node === undefined ? {} : { node }) });
    },
  },
  {
    id: 'killRestart',
    group: 'cluster',
    readsFrame: true,
    keys: ['k'],
    caps: ['K'],
    run: (context) =>
      onChosen(context, (lab, node, status) =>
        lab.act({ type: status === 'killed' ? 'restart' : 'kill', node }),
      ),
  },
  {
    id: 'pauseNode',
    group: 'cluster',
    readsFrame: true,
    keys: ['p'],
    caps: ['P'],
    run: (context) =>
      onChosen(context, (lab, node, status) =>
        lab.act({ type: status === 'paused' ? 'resume' : 'pause', node }),
      ),
  },
  {
    id: 'isolate',
    group: 'cluster',
    keys: ['i'],
    caps: ['I'],
    run: (context) => onChosen(context, (lab, node) => lab.act({ type: 'isolate', node })),
  },
  { id: 'heal', group: 'cluster', keys: ['h'], caps: ['H'], run: ({ lab }) => lab.act({ type: 'heal' }) },
  {
    id: 'put',
    group: 'cluster',
    atOnce: true,
    keys: ['/'],
    caps: ['/'],
    run: ({ focusClientForm }) => focusClientForm(),
  },
  {
    id: 'panels',
    group: 'page',
    atOnce: true,
    keys: ['w'],
    caps: ['W'],
    run: ({ view }) => {
      view.setAlone(undefined);
      // Where one view had the window the panels stand there after it has been drawn.
      requestAnimationFrame(() => {
        const tab = document.querySelector<HTMLElement>(PANEL_TABS);
        tab?.focus();
      });
    },
  },
  {
    id: 'heartbeats',
    group: 'page',
    keys: ['b'],
    caps: ['B'],
    run: ({ view }) => toggleHeartbeats(view),
  },
  {
    id: 'stageAlone',
    group: 'page',
    keys: ['f'],
    caps: ['F'],
    run: ({ view }) => toggleAlone(view, 'stage'),
  },
  { id: 'logsAlone', group: 'page', keys: ['g'], caps: ['G'], run: ({ view }) => toggleAlone(view, 'logs') },
  { id: 'timeAlone', group: 'page', keys: ['d'], caps: ['D'], run: ({ view }) => toggleAlone(view, 'time') },
  {
    id: 'layout',
    group: 'page',
    keys: ['Shift+L'],
    caps: ['Shift', 'L'],
    run: async () => (await layoutKeys.load()).toNextLayout(),
  },
  {
    id: 'fullScreen',
    group: 'page',
    keys: ['Shift+F'],
    caps: ['Shift', 'F'],
    run: toggleFullScreen,
  },
  {
    id: 'mark',
    group: 'page',
    readsFrame: true,
    keys: ['j'],
    caps: ['J'],
    run: async ({ lab }) => (await instants.load()).markHere(lab),
  },
  {
    id: 'notebook',
    group: 'page',
    keys: ['o'],
    caps: ['O'],
    run: async () => (await instants.load()).openNotebook(),
  },
  {
    id: 'compare',
    group: 'page',
    readsFrame: true,
    keys: ['x'],
    caps: ['X'],
    run: async () => (await instants.load()).keepOrCompare(),
  },
  {
    id: 'why',
    group: 'page',
    keys: ['y'],
    caps: ['Y'],
    run: ({ view }) => {
      view.setPhoneTab('inspector');
      askWhy(subjectOf(view.selection));
    },
  },
  {
    id: 'console',
    group: 'page',
    keys: ['Shift+C'],
    caps: ['Shift', 'C'],
    run: async () => (await debuggerKeys.load()).openPanel('console'),
  },
  {
    id: 'breakpoints',
    group: 'page',
    keys: ['Shift+B'],
    caps: ['Shift', 'B'],
    run: async () => (await debuggerKeys.load()).openPanel('conditions'),
  },
  {
    id: 'events',
    group: 'page',
    keys: ['Shift+E'],
    caps: ['Shift', 'E'],
    run: async () => (await debuggerKeys.load()).openPanel('events'),
  },
  {
    id: 'theme',
    group: 'page',
    keys: ['t'],
    caps: ['T'],
    run: ({ view }) => view.setTheme(shownTheme(view.theme) === 'dark' ? 'light' : 'dark'),
  },
  {
    id: 'language',
    group: 'page',
    keys: ['l'],
    caps: ['L'],
    run: ({ view }) => view.setLanguage(view.language === 'en' ? 'zh-CN' : 'en'),
  },
  {
    id: 'exportRun',
    group: 'page',
    keys: ['e'],
    caps: ['E'],
    run: ({ view }) => view.setExportOpen(!view.exportOpen),
  },
  {
    id: 'palette',
    group: 'page',
    anywhere: true,
    keys: ['$mod+k'],
    caps: [isMac() ? '⌘' : 'Ctrl', 'K'],
    run: () => useView.setState({ door: 'palette' }),
  },
  {
    id: 'help',
    group: 'page',
    keys: ['Shift+?', '?'],
    caps: ['?'],
    run: ({ view }) => view.setHelpOpen(!view.helpOpen),
  },
  {
    id: 'closeSelection',
    group: 'page',
    keys: ['Escape'],
    caps: ['Esc'],
    run: ({ lab, view }) => {
      if (longCall(view) !== undefined) return lab.pause();
      if (view.alone === undefined) view.select(undefined);
      else view.setAlone(undefined);
      return undefined;
    },
  },
  {
    id: 'lessonOn',
    group: 'page',
    inLesson: true,
    keys: ['PageDown'],
    caps: ['PgDn'],
    run: async () => (await lessonPlayer.load()).next(),
  },
  {
    id: 'lessonBack',
    group: 'page',
    inLesson: true,
    keys: ['PageUp'],
    caps: ['PgUp'],
    run: async () => (await lessonPlayer.load()).back(),
  },
];

function toggleAlone(view: ViewState & ViewActions, wanted: AloneView): void {
  view.setAlone(view.alone === wanted ? undefined : wanted);
}

/** The one after (or before) a place in a ring; from no place the first (or the last). */
function neighbour<T>(ring: readonly T[], now: number, forward: boolean): T | undefined {
  if (now === -1) return forward ? ring[0] : ring.at(-1);
  return ring[(now + (forward ? 1 : ring.length - 1)) % ring.length];
}

/** The messages under way that the stage shows, in the order of their arrival. */
function shownMessages({ frame, messageFilter: { hide, node } }: ViewState): readonly number[] {
  return (frame?.messages ?? [])
    .filter(
      ({ type, from, to }) => !hide.includes(type) && (node === undefined || from === node || to === node),
    )
    .toSorted((a, b) => a.dueAt - b.dueAt || a.id - b.id)
    .map(({ id }) => id);
}

function toggleHeartbeats(view: ViewState & ViewActions): void {
  const { hide } = view.messageFilter;
  const shown = !hide.includes('MsgHeartbeat');
  const rest = hide.filter((type) => type !== 'MsgHeartbeat' && type !== 'MsgHeartbeatResp');
  view.setMessageFilter({ hide: shown ? [...rest, 'MsgHeartbeat', 'MsgHeartbeatResp'] : rest });
}
