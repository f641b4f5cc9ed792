import type { Inspected } from '../../../src/datadir/verdict/inspect-member.ts';
import type { GivenFile } from '../../../src/datadir/verdict/member-files.ts';
import { DamagedMember } from './damaged-members.ts';

/** What came of damaging a file at many places: the verdicts counted, and the places where `whole` was said wrongly. */
export interface Round {
  readonly wrong: readonly string[];
  readonly verdicts: Readonly<Record<string, number>>;
}

/** Flips a bit of every `step`th byte of the log, and cuts it at every `step`th length. */
export function damagedLogs(given: readonly GivenFile[], step: number): Round {
  const member = new DamagedMember(given, '.wal');
  const round = new Counting();
  for (let at = 0; at < member.bytes.length; at += step) {
    const flipped = member.flipped(at);
    round.take(`flip ${at}`, flipped, member.isSameLog(flipped));
    const cut = member.cut(at);
    // Cut where a record ends it is a log that was never longer; what the db has beyond it says whether it was.
    round.take(`cut ${at}`, cut, cut.log?.summary.segments.at(-1)?.end === at);
  }
  return round;
}

/** Flips a bit of every `step`th byte of the pages' structure, and cuts the file at every `cuts`th length. */
export function damagedDbs(given: readonly GivenFile[], step: number, cuts: number): Round {
  const member = new DamagedMember(given, '/db');
  const round = new Counting();
  member.structure().forEach((at, i) => {
    if (i % step === 0) round.take(`flip ${at}`, member.flipped(at), false);
  });
  for (let at = 0; at < member.bytes.length; at += cuts) {
    // Behind the last page in use there is nothing to miss.
    round.take(`cut ${at}`, member.cut(at), at >= member.usedEnd());
  }
  return round;
}

/** Flips a bit of every `step`th byte of each snapshot file: its sum finds all of them. */
export function damagedSnaps(given: readonly GivenFile[], step: number): Round {
  const round = new Counting();
  for (const { path, source } of given) {
    if (!path.endsWith('.snap')) continue;
    const member = new DamagedMember(given, path);
    for (let at = 0; at < source.size; at += step) {
      const flipped = member.flipped(at);
      const isTold = flipped.report.snapshot.broken.some(({ name }) => name === source.name);
      round.take(`${source.name} ${at}`, flipped, isTold);
    }
  }
  return round;
}

class Counting implements Round {
  readonly wrong: string[] = [];
  readonly verdicts: Record<string, number> = {};

  take(what: string, { report: { verdict } }: Inspected, mayBeWhole: boolean): void {
    this.verdicts[verdict] = (this.verdicts[verdict] ?? 0) + 1;
    if (verdict === 'whole' && !mayBeWhole) this.wrong.push(what);
  }
}
