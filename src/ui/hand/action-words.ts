import type { ActionLabel } from '../../sim/hand/enabled-actions.ts';
import { t } from '../messages/say.ts';

/** Which values stand in a sentence goes with its key: test/ui/hand-words.test.ts. */
const say = t as unknown as (key: string, values: ActionLabel['values']) => string;

/** A word or two, for a button. */
export function actionName({ key, values }: ActionLabel): string {
  return say(`hand:name.${key}`, values);
}

/** What happens, in full. */
export function actionSentence({ key, values }: ActionLabel): string {
  return say(`hand:says.${key}`, values);
}
