import { useView, type PanelTab } from '../view-state.ts';

/** Opens a panel beside the stage, or below it; its tab has the focus, and Tab goes into it. */
export function openPanel(tab: PanelTab): void {
  useView.setState({ panelTab: tab, phoneTab: tab, alone: undefined });
  // It is in the page once that has been drawn.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[role=tab][data-tab="${tab}"]`)?.focus());
}
