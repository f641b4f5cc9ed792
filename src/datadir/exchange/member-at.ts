import { joinPieces } from '../../base/large-bytes.ts';
import type { MemberBoot, MemberConfig, NodeOutput } from '../../node/io.ts';
import { Member } from '../../node/member.ts';
import type { Snapshot } from '../../raft/entry.ts';
import type { DiskImage } from '../../storage/disk.ts';

/** A member of a lab at an instant: what it was told at its start, its disk, and what it has applied. */
export interface MemberAt {
  readonly config: MemberConfig;
  readonly disk: DiskImage;
  /** Its store, as a snapshot of it at that instant would hold it: by the numbers of machines. */
  readonly applied: Snapshot;
}

/** Of a member that runs. */
export function runningMember({ config, disk }: MemberBoot, member: Member): MemberAt {
  return { config, disk, applied: wholeSnapshot(member) };
}

/**
 * Of a machine that is down: what a member would know that starts from its disk and applies what the disk knows to be
 * committed. Throws StorageError for a disk that nobody can start from.
 */
export function memberFromDisk(boot: MemberBoot): MemberAt {
  const { member, output } = Member.boot(boot);
  const waiting: NodeOutput[] = [output];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const { id } of next.writes) waiting.push(member.handle({ type: 'writeDone', write: id }));
    for (const { id } of next.applies) waiting.push(member.handle({ type: 'applyDone', apply: id }));
  }
  return runningMember(boot, member);
}

function wholeSnapshot(member: Member): Snapshot {
  const { pieces, ...mark } = member.snapshot();
  return { ...mark, data: joinPieces(pieces) };
}
