import { isObject, type Json } from './transcript-file.ts';

/**
 * Of /metrics and /debug/vars a transcript keeps the names alone, as their values are another each time: what such an
 * answer is in that form, or undefined where the recorded one is no such list.
 */
export function namesIn(expected: Json, body: string): Json | undefined {
  if (!isObject(expected)) return undefined;
  if ('<METRICS>' in expected) {
    const types = [...body.matchAll(/^# TYPE (etcd_\S+ \S+)$/gm)].map(([, type]) => type ?? '');
    return { '<METRICS>': types };
  }
  if (!('<KEYS>' in expected)) return undefined;
  const vars: unknown = JSON.parse(body);
  return { '<KEYS>': Object.keys(vars as object) };
}
