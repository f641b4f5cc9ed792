import { UsageError } from '../sim/usage-error.ts';

export interface InspectOptions {
  readonly json: boolean;
  /** No key and no value in what is printed. */
  readonly redacted: boolean;
  readonly paths: readonly string[];
}

export const USAGE = `usage: npm run inspect -- [--json] [--redacted] DIR…
  DIR: an etcd member's data directory, one that holds several of them, or single files (db, *.wal, *.snap, a saved snapshot)
  --json: what is said, as JSON; --redacted: sizes, hashes, shapes and verdicts alone, no key and no value
  exit code: 0 every member is whole, 1 one is not, or the call was wrong`;

/** Throws a UsageError that says which argument is wrong. */
export function parseInspectArguments(args: readonly string[]): InspectOptions {
  const paths: string[] = [];
  let json = false;
  let redacted = false;
  for (const argument of args) {
    if (argument === '--json') json = true;
    else if (argument === '--redacted') redacted = true;
    else if (argument.startsWith('--')) throw new UsageError(`no option ${argument}\n${USAGE}`);
    else paths.push(argument);
  }
  if (paths.length === 0) throw new UsageError(`which directory?\n${USAGE}`);
  return { json, redacted, paths };
}
