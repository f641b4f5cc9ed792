import { t } from 'i18next';
import { ForeignError, type Spot } from '../../foreign/foreign-error.ts';
import { outcomes, type ForeignHistory, type Note } from '../../foreign/history.ts';
import type { ForeignVerdict } from '../../foreign/judge.ts';
import { formatExactly, formatSpan } from '../../view/foreign/axis-words.ts';
import type { ForeignHit } from '../../view/foreign/foreign-scene.ts';

/** Which values a text needs is not known to the types where the text is not: the files say. */
const say = t as unknown as (key: string, values: Readonly<Record<string, string | number>>) => string;

/** What is beside the pointer. */
export function hitLines(history: ForeignHistory, hit: ForeignHit): string[] {
  const { axis, items, lanes, types } = history;
  switch (hit.type) {
    case 'column':
      return [
        t('foreign:column', { count: hit.count }),
        `${lanes[hit.lane]?.name ?? ''} · ${formatExactly(axis, hit.from)}`,
        t('foreign:columnHint'),
      ];
    case 'fault':
      return [hit.fault.label, `${t('foreign:fault')} · ${formatExactly(axis, hit.fault.from)}`];
    default: {
      const { item } = hit;
      const lane = lanes[items.lane[item] ?? 0]?.name ?? '';
      return [
        items.label[item] ?? '',
        `${lane} · ${types[items.type[item] ?? 0] ?? ''}`,
        timesOf(history, item),
      ];
    }
  }
}

/** When an item was, and how long it took. */
export function timesOf({ axis, items }: ForeignHistory, item: number): string {
  const [at, end] = [items.at[item] ?? 0, items.end[item] ?? 0];
  const begin = formatExactly(axis, at);
  if (end === Infinity) return t('foreign:neverReturned', { begin });
  return end === at ? begin : t('foreign:took', { begin, span: formatSpan(axis, end - at) });
}

export function outcomeOf({ items }: ForeignHistory, item: number): string {
  const outcome = outcomes[items.outcome[item] ?? 0] ?? 'event';
  return outcome === 'event' ? '' : t(`foreign:outcome.${outcome}`);
}

export function noteWords({ code, values }: Note): string {
  return say(`foreign:note.${code}`, values);
}

/** What is wrong with files or a grammar, where, and what to do. */
export function problemWords(error: unknown): { readonly place: string; readonly text: string } {
  if (error instanceof ForeignError) {
    const { problem, spot, values } = error;
    return { place: spotWords(spot), text: say(`foreign:problem.${problem}`, values) };
  }
  return {
    place: '',
    text: t('foreign:failed', { reason: error instanceof Error ? error.message : String(error) }),
  };
}

function spotWords({ file, line, column }: Spot): string {
  if (line === 0) return file;
  return column === undefined
    ? t('foreign:spot', { file, line })
    : t('foreign:spotColumn', { file, line, column });
}

export function verdictWords(verdict: ForeignVerdict): string {
  switch (verdict.type) {
    case 'linearizable':
      return t('foreign:verdict.linearizable', { judged: verdict.judged, count: verdict.parts });
    case 'contradiction': {
      const { contradiction, isSmallest } = verdict;
      const count = contradiction.length - 1;
      return isSmallest
        ? t('foreign:verdict.contradiction', { count })
        : t('foreign:verdict.contradictionLarge', { count });
    }
    default:
      return t(`foreign:unjudged.${verdict.reason}`, { names: verdict.names.join(', ') });
  }
}
