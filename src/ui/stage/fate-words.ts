import type { Frame, MessageFrame } from '../../lab/frame/frame.ts';
import { formatMs, formatNode } from '../../view/say/format.ts';
import type { Fate } from '../../view/message/message-fate.ts';
import { t } from '../messages/say.ts';

/** What will become of a message, as things stand at this instant. */
export function fateWords(message: MessageFrame, fate: Fate, frame: Pick<Frame, 'at' | 'byHand'>): string {
  const to = formatNode(message.to);
  const ms = formatMs(Math.max(0, message.dueAt - frame.at));
  switch (fate) {
    case 'flying':
      return frame.byHand ? t('stage:tip.byHand') : t('stage:tip.arrives', { ms });
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
