import { t } from 'i18next';
import { currentView } from '../view-state.ts';
import { chooseLayout, nextLayout } from './layouts.ts';

/** The layout after the one that is shown, and its name. */
export function toNextLayout(): void {
  const view = currentView();
  const name = nextLayout(view);
  chooseLayout(name);
  view.notify('info', () => t('layouts:now', { name: t(`layouts:${name}.name`) }));
}
