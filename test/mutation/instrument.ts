import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import tsBlankSpace from 'ts-blank-space';
import { shortened, type Mutant } from './mutant.ts';

const ROOM = resolve('src/raft');

export interface Instrumented {
  readonly mutants: readonly Mutant[];
  /** By absolute path: JavaScript that holds the original and all its mutants, and asks which one is active. */
  readonly sources: ReadonlyMap<string, string>;
}

/** The files of src/raft whose path ends with one of `wanted`; all of them when nothing is wanted. */
export function findSources(wanted: readonly string[]): string[] {
  return readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => wanted.length === 0 || wanted.some((end) => `/${file}`.endsWith(`/${end}`)))
    .sort()
    .map((file) => join(ROOM, file));
}

/**
 * All mutants of these files by the mutators of Stryker. Types are blanked before: what is printed from a tree with
 * types loses the parentheses of `(x as T) <= y`. Texts are not mutated: most are what an assertion says.
 */
export async function instrument(paths: readonly string[]): Promise<Instrumented> {
  const files = paths.map((path) => ({ name: path, mutate: true, content: blankTypes(path) }));
  const result = await new Instrumenter(quietLogger).instrument(files, {
    plugins: null,
    excludedMutations: ['StringLiteral'],
    ignorers: [],
  });
  const texts = new Map(files.map(({ name, content }) => [name, content.split('\n')]));
  const made = result.mutants.filter(({ status }) => status !== 'Ignored');
  const mutants = made.map(({ id, fileName, mutatorName, replacement, location }): Mutant => {
    const lines = texts.get(fileName) ?? [];
    const { start, end } = location;
    const replaced = lines.slice(start.line, end.line + 1);
    const last = replaced.length - 1;
    replaced[last] = (replaced[last] ?? '').slice(0, end.column);
    replaced[0] = (replaced[0] ?? '').slice(start.column);
    return {
      id,
      file: relative(ROOM, fileName),
      line: start.line + 1,
      source: (lines[start.line] ?? '').trim().replace(/\s+/g, ' '),
      mutator: mutatorName,
      change: `${shortened(replaced.join('\n'))} → ${shortened(replacement)}`,
    };
  });
  return { mutants, sources: new Map(result.files.map(({ name, content }) => [name, content])) };
}

function blankTypes(path: string): string {
  return tsBlankSpace(readFileSync(path, 'utf8'), (node) => {
    throw new Error(`${path}: types cannot be blanked at ${node.getText()}`);
  });
}

const quietLogger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => true,
  isErrorEnabled: () => true,
  isFatalEnabled: () => true,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: console.warn,
  error: console.error,
  fatal: console.error,
};
