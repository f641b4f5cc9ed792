import type { SavedView } from '../saved/saved-view.ts';
import { busMessageNumber, type BusMessageType } from '../sim/world/bus-message.ts';
import { stepKinds, useView, type AloneView, type ViewState } from './view-state.ts';

/** What a lab is saved with of all that the page shows: what a viewer chose to look at, and not how they like their page. */
export function viewOfLab(state: ViewState): SavedView {
  const { selection, panelTab, phoneTab, stripTab, alone, stepKind } = state;
  const { messageFilter, timelineHide, timelineWindow, logWindow, storeAsk, kept } = state;
  return {
    selection,
    panelTab,
    phoneTab,
    stripTab,
    alone,
    stepKind,
    messageFilter,
    arrangement: state.arrangement.length === 0 ? undefined : [...state.arrangement],
    timelineHide,
    timelineNodes: state.timelineNodes.length === 0 ? undefined : [...state.timelineNodes],
    timelineTerms: state.timelineTerms && {
      first: Number(state.timelineTerms.first),
      last: Number(state.timelineTerms.last),
    },
    timelineBeats: state.timelineFold === undefined ? true : undefined,
    timelineBrush: state.timelineBrush,
    timelineCone: state.timelineCone,
    timelineWindow,
    logWindow: logWindow === 'tail' ? undefined : logWindow,
    breakpoints: state.breakpoints,
    watches: state.watches,
    storeAsk,
    kept,
  };
}

const panelTabs: readonly string[] = [
  'hand',
  'inspector',
  'store',
  'clients',
  'calls',
  'console',
  'events',
  'conditions',
  'notebook',
];
const phoneTabs: readonly string[] = ['logs', 'time', ...panelTabs];
const aloneViews: readonly string[] = ['stage', 'logs', 'time', 'console'];

/** Shows a lab as it was saved. What this page does not know (a tab of a later version) stays as it is. */
export function showLabView(view: SavedView): void {
  const { selection, panelTab, phoneTab, stripTab, alone, stepKind } = view;
  const { messageFilter, timelineHide, timelineWindow, logWindow, storeAsk, kept } = view;
  useView.setState((state) => ({
    selection,
    panelTab: known(panelTabs, panelTab, state.panelTab),
    phoneTab: known(phoneTabs, phoneTab, state.phoneTab),
    stripTab: known(['logs', 'time'], stripTab, state.stripTab),
    alone: alone === undefined ? undefined : known<AloneView | undefined>(aloneViews, alone, undefined),
    stepKind: known(stepKinds, stepKind, state.stepKind),
    messageFilter: messageFilter
      ? { node: messageFilter.node, hide: messageFilter.hide.filter(isMessageType) }
      : state.messageFilter,
    arrangement: view.arrangement ?? [],
    timelineHide: timelineHide?.filter(isMessageType) ?? state.timelineHide,
    timelineNodes: view.timelineNodes ?? [],
    timelineTerms: view.timelineTerms,
    timelineFold: view.timelineBeats === true ? undefined : [],
    timelineBrush: view.timelineBrush,
    timelineCone: view.timelineCone,
    timelineWindow: timelineWindow ?? state.timelineWindow,
    logWindow: logWindow ?? 'tail',
    breakpoints: view.breakpoints ?? [],
    watches: view.watches ?? [],
    storeAsk: storeAsk && { ...storeAsk, compareWith: storeAsk.compareWith },
    kept,
  }));
}

function known<T>(all: readonly string[], name: string | undefined, otherwise: T): T {
  return name !== undefined && all.includes(name) ? (name as T) : otherwise;
}

function isMessageType(name: string): name is BusMessageType {
  return Object.hasOwn(busMessageNumber, name);
}
