import { unreachable } from '../../base/assert.ts';
import type { Look } from '../../lessons/course/lesson.ts';
import { visibleIndexes } from '../../view/log/log-grid-layout.ts';
import { drawnNow } from '../canvas/drawn.ts';
import { currentView, useView, type PanelTab } from '../view-state.ts';
import { isSuch } from './look-places.ts';

/**
 * What a screen points at is to be seen: the panel that it is in comes to the front. Where one view is seen at a time beside the stage,
 * it is that of the first look that is not on the stage.
 */
export function bringLooks(looks: readonly Look[]): void {
  const views = looks.map(viewOf).filter((view) => view !== undefined);
  const [first] = views;
  const strip = views.find((view) => view === 'logs' || view === 'time');
  const panel = views.find((view): view is PanelTab => view !== 'logs' && view !== 'time');
  useView.setState((state) => ({
    alone: undefined,
    phoneTab: first ?? state.phoneTab,
    stripTab: strip ?? state.stripTab,
    panelTab: panel ?? state.panelTab,
  }));
}

/** One of them is in a view beside the stage. */
export function isInView(looks: readonly Look[]): boolean {
  return looks.some((look) => viewOf(look) !== undefined);
}

function viewOf(look: Look): 'logs' | 'time' | PanelTab | undefined {
  switch (look.type) {
    case 'node':
    case 'message':
    case 'link':
      return undefined;
    case 'entry':
    case 'log':
      return 'logs';
    case 'time':
      return 'time';
    case 'panel':
      return look.panel;
    default:
      return unreachable(look);
  }
}

/** At the instant of a screen: entries that are out of view are scrolled to, messages that are filtered out shown. */
export function uncoverLooks(looks: readonly Look[]): void {
  const view = currentView();
  for (const look of looks) {
    if (look.type === 'entry') uncoverEntry(look.index);
    if (look.type === 'time' && look.node === undefined) view.setTimelineWindow({ follow: true });
    if (look.type === 'message') {
      const { hide, node } = view.messageFilter;
      const isHidden =
        hide.includes(look.message) ||
        (node !== undefined &&
          (view.frame?.messages ?? []).some(
            (each) => isSuch(each, look) && each.from !== node && each.to !== node,
          ));
      if (isHidden)
        view.setMessageFilter({ node: undefined, hide: hide.filter((type) => type !== look.message) });
    }
  }
}

function uncoverEntry(index: number): void {
  const logs = drawnNow('logs');
  if (logs === undefined) return;
  const seen = visibleIndexes(logs.layout, logs.scroll);
  // The last column may be seen in part only.
  if (index >= seen.first && index < seen.last) return;
  logs.goTo(Math.max(1, index - 2));
}
