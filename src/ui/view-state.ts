import { create } from 'zustand';
import type { LogIndex, Micros, NodeId, Revision, Term } from '../base/flavor.ts';
import type { Cone } from '../lab/debug/cone.ts';
import type { Trouble } from './faults/trouble.ts';
import type { Frame, FrameRequest, Selection } from '../lab/frame/frame.ts';
import type { RunTarget, StepKind } from '../lab/lab-port.ts';
import type { LongCall } from '../lab/play/long-work.ts';
import type { TermRange } from '../timeline/arrow-filter.ts';
import type { Unfold } from '../timeline/folds.ts';
import type { BusMessageType } from '../sim/world/bus-message.ts';
import type { CallKind } from '../forms/call-form.ts';
import type { Position } from '../history/position.ts';
import type { Reason } from '../sim/command/command.ts';
import type { SavedView } from '../saved/saved-view.ts';
import type { Arrangement } from '../view/stage/arrangement.ts';
import type { SpaceTimeShown } from '../view/time/space-time.ts';
import { usualLayouts, type LayoutChoice } from './panel/layout-name.ts';
import type { CompareAsk } from './compare/compare-ask.ts';
import type { CourseAt } from './course/open-course.ts';
import type { LectureAt } from './lecture/open-lecture.ts';
import type { Embed } from './embed/embed-view.ts';
import type { LikelihoodQuestion } from './likelihood/likelihood-ask.ts';

export type Breakpoint = NonNullable<SavedView['breakpoints']>[number];

/** 'system' follows prefers-color-scheme. */
export type ThemeChoice = 'system' | 'light' | 'dark';
export type Language = 'en' | 'zh-CN';
/** 'system' follows prefers-reduced-motion. */
export type MotionChoice = 'system' | 'still';
/** What is said to screen readers: all that happens, or violations alone. */
export type AnnouncementChoice = 'all' | 'quiet';
export type PanelTab =
  | 'hand'
  | 'asNode'
  | 'author'
  | 'inspector'
  | 'store'
  | 'clients'
  | 'calls'
  | 'console'
  | 'events'
  | 'conditions'
  | 'notebook';
/** On a phone: what is below the stage. */
export type PhoneTab = 'logs' | 'time' | PanelTab;
/** Dialogs that lead to other places: one of them is open at a time. */
export type Door =
  | 'gallery'
  | 'palette'
  | 'embed'
  | 'settings'
  | 'faults'
  | 'rules'
  | 'foreign'
  | 'files'
  | 'search'
  | 'clientsView';
/** What a key or a button gives the whole window. */
export type AloneView = 'stage' | 'logs' | 'time' | 'console';

/** Which messages the stage shows: all, or those of the selected node; never those of a hidden type. */
export interface MessageFilter {
  readonly node: NodeId | undefined;
  readonly hide: readonly BusMessageType[];
}

/**
 * The stretch of time in the diagram. Following: it ends a little after the playhead and is `span` long, which goes with the
 * pace, `zoom` times as long as usual.
 */
export interface TimelineWindow {
  readonly zoom: number;
  readonly follow: boolean;
  readonly from: Micros;
  readonly span: Micros;
}

/** An event or a message: whose causal cone it is. */
export type ConeSubject = Extract<Selection, { readonly type: 'event' | 'message' }>;

/** Something that went wrong (or is worth a word), shown until it is closed or replaced. */
export interface Notice {
  readonly id: number;
  readonly type: 'error' | 'info';
  /** Code of the errors catalogue, if known; else the text as it came. */
  readonly code: string | undefined;
  readonly text: Words;
  readonly reason: Reason | undefined;
  /** What can be done about it: a button in the notice, which closes it. */
  readonly action: NoticeAction | undefined;
}

/** Words as they are, or made anew in the language that is shown. */
export type Words = string | (() => string);

export function wordsOf(words: Words): string {
  return typeof words === 'function' ? words() : words;
}

export interface NoticeAction {
  readonly label: Words;
  readonly run: () => void;
  /** It can be done elsewhere, too: the notice goes by itself. */
  readonly passes?: true;
  /** It is done to the run that is open: the notice goes when another one is. */
  readonly ofRun?: true;
}

/** In a node's log from `since` on, on its disk from `stored` on, and `gone` then; Infinity: not up to the instant of the answer. */
export interface MarkedDisk {
  readonly node: NodeId;
  readonly since: Micros;
  readonly stored: Micros;
  readonly gone: Micros;
}

export interface Marked {
  readonly messages: readonly number[];
  /** Where the entry is on its way to a disk, or on it. */
  readonly disks: readonly MarkedDisk[];
  readonly index: LogIndex;
  readonly term: Term;
}

/** The lesson that is open, and its screen: the id of a step, or one of those at its end (ui/lesson/screens.ts). */
export interface LessonShown {
  readonly id: string;
  readonly screen: string;
  /** Where there is room for little beside the stage: a view (logs, time, a panel) is to be seen beside the lesson. */
  readonly withView?: boolean;
  /** What comes after the playhead is not shown: somebody is to predict it. */
  readonly hidesFuture?: boolean;
}

/** What the viewer chose, and the instant that shows. Never a copy of cluster state beside the frame. */
export interface ViewState {
  readonly frame: Frame | undefined;
  readonly theme: ThemeChoice;
  readonly language: Language;
  readonly motion: MotionChoice;
  readonly announcements: AnnouncementChoice;
  /** Grows when colours or sizes of tokens.css may have changed: canvases read them again. */
  readonly themeVersion: number;
  readonly selection: Selection | undefined;
  /** What an answer goes through (ui/origin): messages, and an entry in all logs (index 0: none). It is marked everywhere. */
  readonly marked: Marked | undefined;
  readonly panelTab: PanelTab;
  readonly phoneTab: PhoneTab;
  /** In a low window: what is in the strip at its foot. */
  readonly stripTab: 'logs' | 'time';
  /** Where things stand, chosen for lessons and for everything else. */
  readonly layouts: LayoutChoice;
  /** The one view that has the window; undefined: all have their places. */
  readonly alone: AloneView | undefined;
  readonly stepKind: StepKind;
  /** Where `run until` goes. */
  readonly runTarget: RunTarget;
  readonly messageFilter: MessageFilter;
  /** Where nodes stand that somebody has moved; the others stand on the ring. */
  readonly arrangement: Arrangement;
  readonly logWindow: FrameRequest['log'];
  readonly logColumns: number;
  readonly timelineWindow: TimelineWindow;
  readonly timelineHide: readonly BusMessageType[];
  /** The lanes that the diagram is about: the others are folded away, and messages between them left out. None: all lanes. */
  readonly timelineNodes: readonly NodeId[];
  readonly timelineTerms: TermRange | undefined;
  /** Heartbeats that follow each other are one band, but for these. Undefined: each is an arrow. */
  readonly timelineFold: readonly Unfold[] | undefined;
  /** A stretch of time that somebody has chosen, to zoom to it or take it elsewhere. */
  readonly timelineBrush: { readonly from: Micros; readonly to: Micros } | undefined;
  /** Whose causal cone is shown. */
  readonly timelineCone: ConeSubject | undefined;
  /** That cone, once it is found. */
  readonly timelineConeFound: Cone | undefined;
  readonly timelineMaxArrows: number;
  readonly timelinePixels: number;
  /** The store panel's question: of which node, as of which revision (0: the newest). */
  readonly storeAsk:
    | {
        readonly node: NodeId;
        readonly revision: Revision;
        readonly compareWith: NodeId | undefined;
        /** How many revisions of history. */
        readonly revisions: number;
      }
    | undefined;
  /** Conditions at which the run halts, while they are on. The lab is told (src/app/tell-conditions.ts). */
  readonly breakpoints: readonly Breakpoint[];
  /** Expressions whose values are shown. */
  readonly watches: readonly string[];
  /** The node client calls go to; undefined: any (the lab chooses). */
  readonly clientNode: NodeId | undefined;
  /** Which form of the calls panel is open. */
  readonly callKind: CallKind;
  /** Whose token calls of the page carry; undefined: they carry none. */
  readonly session: { readonly user: string; readonly token: string } | undefined;
  /** For so many real seconds the lab has not answered; 0: it answers. */
  readonly silentFor: number;
  /** The page has begun, and looks for the lab that it opens with: there is no frame before it stands, however long it takes. */
  readonly isOpening: boolean;
  readonly notice: Notice | undefined;
  /** How many there have been: none has the number of another. */
  readonly notices: number;
  readonly helpOpen: boolean;
  /** The dialog that lists the safety properties. */
  readonly safetyOpen: boolean;
  readonly configOpen: boolean;
  /** The dialog that lists the kept labs. */
  readonly labsOpen: boolean;
  readonly drawOpen: boolean;
  /** The two instants that the dialog of a comparison is open on. */
  readonly compare: CompareAsk | undefined;
  /** Whose values a menu lists, each a way to where it comes from; `index`: of an entry in its log, too. Where, in pixels of the window. */
  readonly values:
    | {
        readonly node: NodeId;
        readonly index: LogIndex | undefined;
        readonly x: number;
        readonly y: number;
      }
    | undefined;
  /** The state whose dialog is open: when did it become inevitable? */
  readonly likelihood: LikelihoodQuestion | undefined;
  /** The type of messages whose page of the reference is open. */
  readonly reference: BusMessageType | undefined;
  /** An instant that is kept, to compare another one with it. */
  readonly kept: Position | undefined;
  readonly exportOpen: boolean;
  /** The dialog with the link to this lab. */
  readonly shareOpen: boolean;
  readonly door: Door | undefined;
  /** Random trouble while time goes; undefined: nobody has asked for any. */
  readonly trouble: Trouble | undefined;
  /** The tour goes on. */
  readonly tour: boolean;
  /** The node that the viewer answers for; undefined: for none. */
  readonly asNode: NodeId | undefined;
  /** The page is within another one, with these views and nothing else. */
  readonly embed: Embed | undefined;
  /** The viewer makes a lesson from the run. */
  readonly authoring: boolean;
  /** The page of the course that is open over the lab. */
  readonly course: CourseAt | undefined;
  /** The question that an audience is asked. */
  readonly lecture: LectureAt | undefined;
  /** Undefined: no lesson is open. */
  readonly lesson: LessonShown | undefined;
}

export interface ViewActions {
  readonly setFrame: (frame: Frame) => void;
  readonly setTheme: (theme: ThemeChoice) => void;
  readonly setLanguage: (language: Language) => void;
  readonly tokensChanged: () => void;
  readonly select: (selection: Selection | undefined) => void;
  readonly setPanelTab: (tab: PanelTab) => void;
  readonly setPhoneTab: (tab: PhoneTab) => void;
  readonly setStripTab: (tab: 'logs' | 'time') => void;
  readonly setAlone: (view: AloneView | undefined) => void;
  readonly setStepKind: (kind: StepKind) => void;
  readonly setRunTarget: (target: RunTarget) => void;
  readonly setMessageFilter: (filter: Partial<MessageFilter>) => void;
  readonly setLogWindow: (window: FrameRequest['log'], columns?: number) => void;
  readonly setTimelineWindow: (window: Partial<TimelineWindow>) => void;
  readonly setTimelineHide: (hide: readonly BusMessageType[]) => void;
  readonly setStoreAsk: (ask: ViewState['storeAsk']) => void;
  readonly setClientNode: (node: NodeId | undefined) => void;
  /** Opens a form of the calls panel. */
  readonly openCalls: (kind: CallKind) => void;
  readonly setSession: (session: ViewState['session']) => void;
  readonly notify: (
    type: Notice['type'],
    text: Words,
    code?: string,
    action?: NoticeAction,
    reason?: Reason,
  ) => void;
  readonly closeNotice: () => void;
  readonly setHelpOpen: (open: boolean) => void;
  readonly setSafetyOpen: (open: boolean) => void;
  readonly setConfigOpen: (open: boolean) => void;
  readonly setShareOpen: (open: boolean) => void;
  readonly setExportOpen: (open: boolean) => void;
}

/** What one may step by, in the order of the menu and of the keys: from the finest, then by what it is about. */
export const stepKinds: readonly StepKind[] = [
  'event',
  'message',
  'tick',
  'ready',
  'election',
  'role',
  'commit',
  'apply',
  'snapshot',
  'fault',
  'answer',
  'violation',
];
export const HEARTBEAT_TYPES: readonly BusMessageType[] = ['MsgHeartbeat', 'MsgHeartbeatResp'];
/** How much of the future a following timeline shows beyond the playhead, as a share of its span. */
const FUTURE_SHARE = 0.2;
/** What the diagram opens with: room for an election with its every message. */
const OPENING_SPAN: Micros = 600_000;
const STORE_LIMIT = 200;
/** A microsecond is so many pixels wide: a millisecond four. */
const UNFOLDED_PIXELS = 0.004;

/** The one store of the page. Components select; what moves every frame subscribes (`useView.subscribe`). */
export const useView = create<ViewState & ViewActions>()((set) => ({
  frame: undefined,
  theme: 'system',
  language: 'en',
  motion: 'system',
  announcements: 'all',
  themeVersion: 0,
  selection: undefined,
  marked: undefined,
  panelTab: 'inspector',
  phoneTab: 'logs',
  stripTab: 'logs',
  layouts: usualLayouts,
  alone: undefined,
  stepKind: 'message',
  runTarget: 'commit',
  messageFilter: { node: undefined, hide: [] },
  arrangement: [],
  logWindow: 'tail',
  logColumns: 12,
  timelineWindow: { follow: true, from: 0, span: OPENING_SPAN, zoom: 1 },
  timelineHide: [],
  timelineNodes: [],
  timelineTerms: undefined,
  timelineFold: [],
  timelineBrush: undefined,
  timelineCone: undefined,
  timelineConeFound: undefined,
  timelineMaxArrows: 2000,
  timelinePixels: 1000,
  storeAsk: undefined,
  breakpoints: [],
  watches: [],
  clientNode: undefined,
  callKind: 'put',
  session: undefined,
  silentFor: 0,
  isOpening: true,
  notice: undefined,
  notices: 0,
  helpOpen: false,
  safetyOpen: false,
  configOpen: false,
  labsOpen: false,
  drawOpen: false,
  compare: undefined,
  values: undefined,
  likelihood: undefined,
  reference: undefined,
  kept: undefined,
  exportOpen: false,
  shareOpen: false,
  lesson: undefined,
  door: undefined,
  trouble: undefined,
  tour: false,
  asNode: undefined,
  embed: undefined,
  authoring: false,
  course: undefined,
  lecture: undefined,

  setFrame: (frame) => set({ frame }),
  setTheme: (theme) => set((state) => ({ theme, themeVersion: state.themeVersion + 1 })),
  setLanguage: (language) => set({ language }),
  tokensChanged: () => set((state) => ({ themeVersion: state.themeVersion + 1 })),
  select: (selection) =>
    set((state) => ({
      selection,
      // Whoever makes a lesson points at things by selecting them.
      panelTab: selection === undefined || state.panelTab === 'author' ? state.panelTab : 'inspector',
      // An entry is chosen in the logs, by arrow keys too: there they stay.
      phoneTab: selection === undefined || selection.type === 'entry' ? state.phoneTab : 'inspector',
    })),
  setPanelTab: (panelTab) => set({ panelTab }),
  setPhoneTab: (phoneTab) =>
    set(phoneTab === 'logs' || phoneTab === 'time' ? { phoneTab } : { phoneTab, panelTab: phoneTab }),
  setStripTab: (stripTab) => set({ stripTab }),
  setAlone: (alone) => set({ alone }),
  setStepKind: (stepKind) => set({ stepKind }),
  setRunTarget: (runTarget) => set({ runTarget }),
  setMessageFilter: (filter) => set((state) => ({ messageFilter: { ...state.messageFilter, ...filter } })),
  setLogWindow: (logWindow, columns) =>
    set((state) => ({ logWindow, logColumns: columns ?? state.logColumns })),
  setTimelineWindow: (window) => set((state) => ({ timelineWindow: { ...state.timelineWindow, ...window } })),
  setTimelineHide: (timelineHide) => set({ timelineHide }),
  setStoreAsk: (storeAsk) => set({ storeAsk }),
  setClientNode: (clientNode) => set({ clientNode }),
  openCalls: (callKind) => set({ callKind, panelTab: 'calls', phoneTab: 'calls' }),
  setSession: (session) => set({ session }),
  notify: (type, text, code, action, reason) =>
    set(({ notices }) => ({
      notices: notices + 1,
      notice: { id: notices + 1, type, text, code, action, reason },
    })),
  closeNotice: () => set({ notice: undefined }),
  setHelpOpen: (helpOpen) => set({ helpOpen }),
  setSafetyOpen: (safetyOpen) => set({ safetyOpen }),
  setConfigOpen: (configOpen) => set({ configOpen }),
  setExportOpen: (exportOpen) => set({ exportOpen }),
  setShareOpen: (shareOpen) => set({ shareOpen }),
}));

/** The store's state for callbacks and painters, which need no re-rendering. */
export function currentView(): ViewState & ViewActions {
  return useView.getState();
}

/** The stretch of time the diagram shows at this instant. */
export function timelineRange(state: ViewState): { readonly from: Micros; readonly to: Micros } {
  const { follow, from, span } = state.timelineWindow;
  if (!follow) return { from, to: from + span };
  const at = state.frame?.at ?? 0;
  const start = Math.max(0, Math.round(at - span * (1 - FUTURE_SHARE)));
  return { from: start, to: start + span };
}

/** What of the run the diagram is about. */
export function shownInDiagram(state: ViewState): SpaceTimeShown {
  const { messageFilter, timelineNodes: nodes, timelineTerms: terms } = state;
  return { only: messageFilter.node, nodes, terms };
}

/** Heartbeats are folded until the diagram is so large that each of them is told from the next. */
function foldsIn(state: ViewState): FrameRequest['timeline']['fold'] {
  const { timelineFold, timelineWindow, timelinePixels } = state;
  const isLarge = timelinePixels / timelineWindow.span > UNFOLDED_PIXELS;
  return timelineFold === undefined || isLarge ? undefined : { but: timelineFold };
}

/** What the page wants next, from what the viewer looks at. `elapsedMs`: real time since the last frame. */
export function frameRequest(elapsedMs: number): FrameRequest {
  const state = useView.getState();
  return {
    elapsedMs,
    log: state.logWindow,
    logColumns: state.logColumns,
    timeline: {
      ...timelineRange(state),
      hidesFuture: state.lesson?.hidesFuture,
      maxArrows: state.timelineMaxArrows,
      pixels: state.timelinePixels,
      hide: state.timelineHide,
      nodes: state.timelineNodes,
      terms: state.timelineTerms,
      fold: foldsIn(state),
    },
    store: storeRequest(state),
    inspect: state.selection,
    step: true,
    actions: state.panelTab === 'hand' || state.phoneTab === 'hand',
  };
}

/** The store that the store panel shows; for the forms of calls and for conditions, what there is to choose from. */
function storeRequest({
  storeAsk: ask,
  panelTab,
  phoneTab,
  frame,
  clientNode,
}: ViewState): FrameRequest['store'] {
  if (ask && (panelTab === 'store' || phoneTab === 'store')) return { ...ask, limit: STORE_LIMIT };
  const asksFor = (tab: PanelTab) => panelTab === tab || phoneTab === tab;
  if (asksFor('calls')) {
    const node = clientNode ?? frame?.nodes.find(({ status }) => status === 'up')?.id;
    return node === undefined ? undefined : { node, revision: 0, limit: 0, revisions: 1 };
  }
  if (!asksFor('conditions') && !asksFor('events')) return undefined;
  // Keys for what is typed there: of who has applied most.
  const [newest] = (frame?.nodes ?? []).toSorted((a, b) => appliedBy(b) - appliedBy(a));
  return newest && { node: newest.id, revision: 0, limit: STORE_LIMIT, revisions: 1 };
}

function appliedBy({ view }: Frame['nodes'][number]): number {
  return view?.applied ?? -1;
}

/** The call that takes long at the moment, and can be stopped; the lab that the page opens with may do so as well. */
export function longCall({ frame, isOpening }: Pick<ViewState, 'frame' | 'isOpening'>): LongCall | undefined {
  return frame === undefined && isOpening ? 'open' : frame?.work?.call;
}
