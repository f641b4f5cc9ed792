import type { Micros } from '../../base/flavor.ts';
import type { MessageFrame } from '../../lab/frame/frame.ts';
import { formatMs, formatNode } from '../../view/say/format.ts';
import type { Fate } from '../../view/message/message-fate.ts';
import { t } from '../messages/say.ts';

/** What will become of a message, as things stand at this instant. */
export function fateWords(message: MessageFrame, fate: Fate, at: Micros): string {
  const to = formatNode(message.to);
  const ms = formatMs(Math.max(0, message.dueAt - at));
  switch (fate) {
    case 'flying':
      return t('stage:tip.arrives', { ms });
    case 'waiting':
      return t('stage:tip.waiting', { to });
    case 'held':
      return t('stage:tip.held');
    case 'dead':
      return t('stage:tip.dead', { to });
    case 'doomed':
      return t('stage:tip.doomed');
  }
  return fate satisfies never;
}
