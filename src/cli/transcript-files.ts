import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The transcripts that a path names: itself, or every *.txt in a folder and the folders in it, in order of names. */
export function findTranscripts(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
