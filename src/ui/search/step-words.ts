import type { TFunction } from 'i18next';
import type { ModelAction } from '../../model/action.ts';
import { formatNode } from '../../view/say/format.ts';

/** One step of a schedule in words. */
export function stepWords(t: TFunction<'search'>, action: ModelAction): string {
  if (!('message' in action)) return t(`step.${action.type}`, { node: formatNode(action.node) });
  const { type, from, to, term } = action.message;
  const entries = action.message.type === 'MsgApp' ? action.message.entries.length : 0;
  const what = t(entries > 0 ? 'messageWithEntries' : 'message', {
    type,
    from: formatNode(from),
    to: formatNode(to),
    term: String(term),
    count: entries,
  });
  return t(`step.${action.type}`, { message: what });
}
