import type { ParsedScript } from './language/parse-script.ts';
import type { Library } from './run/run-script.ts';
import type { Script } from './language/script.ts';

/**
 * The lessons among these by their names: `continue K1` finds the script of that name, or whose name begins with that
 * word (`K1. Revisions`). Of several the last.
 */
export function libraryOf(parsed: readonly ParsedScript[], otherwise: Library = () => undefined): Library {
  const scripts = new Map<string, Script>();
  for (const each of parsed) {
    if (!each.ok) continue;
    scripts.set(firstWord(each.script.name), each.script);
    scripts.set(each.script.name, each.script);
  }
  return (lesson) => scripts.get(lesson) ?? otherwise(lesson);
}

function firstWord(name: string): string {
  return (/^\S+/.exec(name)?.[0] ?? name).replace(/[.:]$/, '');
}
