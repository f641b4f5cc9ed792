import { getFixedT } from 'i18next';
import type { ActionKey, ActionLabel } from '../../sim/hand/enabled-actions.ts';
import { t } from '../messages/say.ts';

/** Which values stand in a sentence goes with its key: a test holds that each has all that its words want. */
type Say = (key: `${'name' | 'says'}.${ActionKey}`, values: ActionLabel['values']) => string;

const say = t as unknown as (key: string, values: ActionLabel['values']) => string;

/** A word or two, for a button. */
export function actionName({ key, values }: ActionLabel): string {
  return say(`hand:name.${key}`, values);
}

/** What happens, in full. */
export function actionSentence({ key, values }: ActionLabel): string {
  return say(`hand:says.${key}`, values);
}

/** The same in English, whatever language the page speaks: for scripts. */
export function englishSentence({ key, values }: ActionLabel): string {
  return (getFixedT('en', 'hand') as unknown as Say)(`says.${key}`, values);
}
