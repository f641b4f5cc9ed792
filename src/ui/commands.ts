import type { NodeId } from '../base/flavor.ts';
import type { LabPort } from '../lab/lab-port.ts';
import type { AloneView, ViewActions, ViewState } from './store.ts';

/** What a key may reach. */
export interface CommandContext {
  readonly lab: LabPort;
  readonly view: ViewState & ViewActions;
  readonly focusClientForm: () => void;
}

/** One thing the keyboard can do. The help lists this table; its words are help:command.<id>. */
export interface KeyCommand {
  readonly id:
    | 'playPause'
    | 'stepBack'
    | 'stepForward'
    | 'stepBackKind'
    | 'stepForwardKind'
    | 'start'
    | 'live'
    | 'selectNode'
    | 'killRestart'
    | 'pauseNode'
    | 'isolate'
    | 'heal'
    | 'put'
    | 'heartbeats'
    | 'stageAlone'
    | 'logsAlone'
    | 'timeAlone'
    | 'theme'
    | 'language'
    | 'help'
    | 'closeSelection';
  readonly group: 'time' | 'cluster' | 'page';
  /** Bindings of tinykeys. */
  readonly keys: readonly string[];
  /** As keycaps in the help. */
  readonly caps: readonly string[];
  /**
   * What it does depends on what the frame shows (kill or restart). Pressed twice in a row it waits until the frame
   * shows what the first did.
   */
  readonly readsFrame?: true;
  /** Undefined: nothing to do now. */
  readonly run: (context: CommandContext, event: KeyboardEvent) => Promise<unknown> | void;
}

function selectedNode(view: ViewState): NodeId | undefined {
  return view.selection?.type === 'node' ? view.selection.id : undefined;
}

function onSelected(
  { lab, view }: CommandContext,
  act: (lab: LabPort, id: NodeId, status: 'up' | 'killed' | 'paused') => Promise<void>,
): Promise<void> | void {
  const id = selectedNode(view);
  const node = view.frame?.nodes.find((each) => each.id === id);
  if (node) return act(lab, node.id, node.status);
  return undefined;
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
  { id: 'stepBack', group: 'time', keys: ['ArrowLeft'], caps: ['←'], run: ({ lab }) => lab.back('event') },
  {
    id: 'stepForward',
    group: 'time',
    keys: ['ArrowRight'],
    caps: ['→'],
    run: ({ lab }) => lab.step('event'),
  },
  {
    id: 'stepBackKind',
    group: 'time',
    keys: ['Shift+ArrowLeft'],
    caps: ['Shift', '←'],
    run: ({ lab, view }) => lab.back(view.stepKind),
  },
  {
    id: 'stepForwardKind',
    group: 'time',
    keys: ['Shift+ArrowRight'],
    caps: ['Shift', '→'],
    run: ({ lab, view }) => lab.step(view.stepKind),
  },
  { id: 'start', group: 'time', keys: ['Home'], caps: ['Home'], run: ({ lab }) => lab.seek(0) },
  { id: 'live', group: 'time', keys: ['End'], caps: ['End'], run: ({ lab }) => lab.live() },
  {
    id: 'selectNode',
    group: 'cluster',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    caps: ['1', '…', '9'],
    run: ({ view }, event) => {
      const id = Number(event.key);
      if (view.frame?.nodes.some((node) => node.id === id)) view.select({ type: 'node', id });
    },
  },
  {
    id: 'killRestart',
    group: 'cluster',
    readsFrame: true,
    keys: ['k'],
    caps: ['K'],
    run: (context) =>
      onSelected(context, (lab, node, status) =>
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
      onSelected(context, (lab, node, status) =>
        lab.act({ type: status === 'paused' ? 'resume' : 'pause', node }),
      ),
  },
  {
    id: 'isolate',
    group: 'cluster',
    keys: ['i'],
    caps: ['I'],
    run: (context) => onSelected(context, (lab, node) => lab.act({ type: 'isolate', node })),
  },
  { id: 'heal', group: 'cluster', keys: ['h'], caps: ['H'], run: ({ lab }) => lab.act({ type: 'heal' }) },
  {
    id: 'put',
    group: 'cluster',
    keys: ['/'],
    caps: ['/'],
    run: ({ focusClientForm }) => focusClientForm(),
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
      if (view.frame?.work) return lab.pause();
      if (view.alone === undefined) view.select(undefined);
      else view.setAlone(undefined);
      return undefined;
    },
  },
];

function toggleAlone(view: ViewState & ViewActions, wanted: AloneView): void {
  view.setAlone(view.alone === wanted ? undefined : wanted);
}

function toggleHeartbeats(view: ViewState & ViewActions): void {
  const { hide } = view.messageFilter;
  const shown = !hide.includes('MsgHeartbeat');
  const rest = hide.filter((type) => type !== 'MsgHeartbeat' && type !== 'MsgHeartbeatResp');
  view.setMessageFilter({ hide: shown ? [...rest, 'MsgHeartbeat', 'MsgHeartbeatResp'] : rest });
}

/** The theme that shows: the choice, or the system's. */
export function shownTheme(choice: ViewState['theme']): 'light' | 'dark' {
  if (choice !== 'system') return choice;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
