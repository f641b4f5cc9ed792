import type { TFunction } from 'i18next';
import type { EventRow } from '../../lab/debug/event-rows.ts';
import { formatNode } from '../../view/say/format.ts';

/** An event in one line: what happened, and the most notable that came of it. */
export function eventWords(
  t: TFunction<['events', 'inspector', 'commands', 'common']>,
  row: EventRow,
): string {
  const { message, command, type, became, elected, committed, answered, waits, broken } = row;
  const words = [
    message === undefined
      ? command === undefined
        ? t(`inspector:message.causes.${type}`)
        : t(`commands:type.${command}`)
      : `${message.type} ${formatNode(message.from)} → ${formatNode(message.to)} #${message.id}`,
    message?.reject === true ? t('inspector:event.refuses') : '',
    message?.end !== undefined && message.end !== 'delivered'
      ? t(`inspector:message.end.${message.end}`)
      : '',
    waits ? t('inspector:event.waits') : '',
    became === undefined
      ? ''
      : t('events:became', { role: t(`common:role.${became.state}`), term: String(became.term) }),
    elected ? '★' : '',
    committed === undefined ? '' : t('events:committed', { index: committed }),
    answered ? t('events:answered') : '',
    ...broken,
  ];
  return words.filter((word) => word !== '').join(' · ');
}
