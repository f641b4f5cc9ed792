import i18next from 'i18next';
import { logs } from './en/logs.ts';
import { timeline } from './en/timeline.ts';

/** The English words of logs and diagram, which are drawn right after the first picture. Another language comes whole. */
export const dataMessages = { logs, timeline };

/** To be called before anything of those panels is drawn. */
export function addDataMessages(): void {
  for (const [name, catalogue] of Object.entries(dataMessages)) {
    i18next.addResourceBundle('en', name, catalogue);
  }
}
