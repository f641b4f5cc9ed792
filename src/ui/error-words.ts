import i18next, { exists, t } from 'i18next';
import type { Reason } from '../sim/command/command.ts';
import type { Notice } from './view-state.ts';

/** What is known of an error: its English text, the code by which catalogues have words for it, and what exactly was wrong. */
export interface ErrorFacts {
  readonly text: string;
  readonly code: string | undefined;
  readonly reason: Reason | undefined;
}

/** Whatever was thrown. Errors of the lab are CommandErrors; those of a library, or of etcd, have a text alone. */
export function factsOf(error: unknown): ErrorFacts {
  const text = error instanceof Error ? error.message : String(error);
  if (typeof error !== 'object' || error === null) return { text, code: undefined, reason: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const reason = 'reason' in error && isReason(error.reason) ? error.reason : undefined;
  return { text, code, reason };
}

function isReason(reason: unknown): reason is Reason {
  return typeof reason === 'object' && reason !== null && 'key' in reason && 'values' in reason;
}

/** In the language that is shown: by its reason (its words come with the panels), or by its code with the reason as it came where those words alone would say too little. */
export function errorWords({ text, code, reason }: ErrorFacts): string {
  const known = `refusals:${reason?.key ?? ''}`;
  if (reason !== undefined && exists(known))
    return (t as unknown as (key: string, values: Reason['values']) => string)(known, valuesIn(reason));
  // Codes come from outside the catalogue's types (CommandError, etcd), so whether there are words is asked first.
  if (code === undefined || !exists(`errors:${code}`)) return text;
  const words = i18next.getResource(i18next.language, 'errors', code) as string;
  return words.includes('{{text}}') ? words.replace('{{text}}', text) : words;
}

/** Its values, those that are names of something in the language that is shown. */
function valuesIn({ values }: Reason): Reason['values'] {
  const kind = `controls:kind.${String(values['step'])}`;
  return exists(kind) ? { ...values, step: (t as unknown as (key: string) => string)(kind) } : values;
}

/** Whatever was thrown, in the language that is shown. */
export function wordsFor(error: unknown): string {
  return errorWords(factsOf(error));
}

/** What a notice says, in the language that is shown now. */
export function noticeText({ text, code, reason }: Pick<Notice, 'text' | 'code' | 'reason'>): string {
  return typeof text === 'function' ? text() : errorWords({ text, code, reason });
}
