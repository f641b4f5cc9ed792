import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';

/** Mutants of one line that no test can catch, and why. */
export interface Equivalents {
  readonly file: string;
  /** The line of source, without indentation; of several such lines in the file all are meant. */
  readonly source: string;
  /** As the report writes them: `a > 0 → a >= 0`. */
  readonly changes: readonly string[];
  readonly why: string;
}

/**
 * The declarations in equivalents.txt: paragraphs of
 *
 *     raft-log.ts | while (lo <= log.committed) {
 *       lo <= log.committed → true
 *       # Why nobody can tell, in as many lines as it takes.
 */
export function readEquivalents(): readonly Equivalents[] {
  return parseEquivalents(readFileSync(join(import.meta.dirname, 'equivalents.txt'), 'utf8'));
}

/** Throws when a paragraph has no line of source, no change or no reason. */
export function parseEquivalents(text: string): readonly Equivalents[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '' && !paragraph.startsWith('#'))
    .map(parseParagraph);
}

function parseParagraph(paragraph: string): Equivalents {
  const [head = '', ...lines] = paragraph.split('\n').map((line) => line.trim());
  const [, file, source] = /^(\S+) \| (.+)$/.exec(head) ?? [];
  const changes = lines.filter((line) => !line.startsWith('#'));
  const why = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(1).trim());
  if (file === undefined || source === undefined || changes.length === 0 || why.length === 0)
    throw new Error(`equivalents.txt: no line, no change or no reason in\n${paragraph}`);
  return { file, source, changes, why: why.join(' ') };
}

export function declares({ file, source, changes }: Equivalents, mutant: Mutant): boolean {
  return file === mutant.file && source === mutant.source && changes.includes(mutant.change);
}
