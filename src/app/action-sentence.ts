import { createInstance } from 'i18next';
import type { ActionKey, ActionLabel } from '../sim/hand/enabled-actions.ts';
import { hand } from '../ui/messages/en/hand.ts';

/** English, whatever language the page speaks, and where there is no page. */
const english = createInstance();
void english.init({
  lng: 'en',
  resources: { en: { hand } },
  interpolation: { escapeValue: false },
  initAsync: false,
});
/** Which values stand in a sentence goes with its key: test/ui/hand-words.test.ts. */
const say = english.getFixedT('en', 'hand') as unknown as (
  key: `says.${ActionKey}`,
  values: ActionLabel['values'],
) => string;

/** What an action does, as a sentence for scripts. */
export function sentenceOf({ key, values }: ActionLabel): string {
  return say(`says.${key}`, values);
}
