import { compareMembers } from '../../datadir/verdict/compare.ts';
import { inspectMember } from '../../datadir/verdict/inspect-member.ts';
import { gatherFiles } from '../../datadir/verdict/member-files.ts';
import { redacted } from '../../datadir/verdict/redacted.ts';
import type { ProgressIo } from '../sim/progress.ts';
import { UsageError } from '../sim/usage-error.ts';
import { parseInspectArguments } from './arguments.ts';
import { openGiven } from './given-files.ts';
import { ReadProgress } from './progress.ts';
import { reportLines } from './text.ts';

export interface InspectIo {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly progress: ProgressIo;
}

/** Reads the members that were named and says what it finds. The exit code: 0 all whole, 1 not, or a wrong call. */
export function inspectCommand(args: readonly string[], io: InspectIo): number {
  try {
    return inspect(args, io);
  } catch (error) {
    if (!(error instanceof UsageError) && !isFileError(error)) throw error;
    io.complain(error.message);
    return 1;
  }
}

function inspect(args: readonly string[], { print, complain, progress: progressIo }: InspectIo): number {
  const options = parseInspectArguments(args);
  const progress = new ReadProgress(progressIo);
  const given = openGiven(options.paths);
  try {
    const { members, notes } = gatherFiles(given.files);
    // They name paths, which somebody who shares a redacted report does not want to share.
    if (!options.redacted) for (const { words } of notes) complain(words);
    else if (notes.length > 0) complain(`files left out: ${notes.length}`);
    if (members.length === 0) throw new UsageError(`nothing of etcd's in ${options.paths.join(', ')}`);
    const inspected = members.map((files) => inspectMember(files, progress.begin(files.dir)));
    const comparison =
      inspected.length > 1 ? compareMembers(inspected, progress.begin('comparing')) : undefined;
    progress.end();
    const all = { members: inspected.map(({ report }) => report), comparison };
    const said = options.redacted ? redacted(all) : all;
    if (options.json) {
      const { firstDifference, ...rest } = said.comparison ?? {};
      const more = said.comparison === undefined ? {} : { comparison: rest };
      print(
        JSON.stringify(
          { members: said.members, ...(firstDifference !== undefined && { firstDifference }), ...more },
          undefined,
          2,
        ),
      );
    } else for (const line of reportLines(said.members, said.comparison)) print(line);
    return said.members.every(({ verdict }) => verdict === 'whole') && !differ(said.comparison) ? 0 : 1;
  } finally {
    given.close();
  }
}

function differ(comparison: { readonly differences: readonly unknown[] } | undefined): boolean {
  return comparison !== undefined && comparison.differences.length > 0;
}

/** The file system's own errors say what and where. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
