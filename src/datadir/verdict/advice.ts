import type { Advice, MemberReport } from './report.ts';
import { advice, counted, shellPath } from './words.ts';

/** What to do with one member, by what was found. The first step changes nothing and is always the same. */
export function adviceFor(report: MemberReport): Advice[] {
  if (report.kind === 'backup') return backupAdvice(report);
  if (report.verdict === 'whole') return wholeAdvice(report);
  return [
    copyFirst(report),
    ...(report.verdict === 'repairable' ? repairAdvice(report) : damagedAdvice(report)),
  ];
}

/** How the tool that works on files is called: etcdutl from 3.5 on. */
export function fileTool(line: string | undefined): string {
  return line === '3.4' ? 'ETCDCTL_API=3 etcdctl' : 'etcdutl';
}

function copyFirst({ dir }: MemberReport): Advice {
  const path = shellPath(dir === '' ? '.' : dir);
  return advice(
    'copy first',
    'Stop this member’s etcd, if it runs, and keep a copy: every start writes to these files.',
    [`cp -a ${path} ${path}.before`],
  );
}

function wholeAdvice({ dir, starts }: MemberReport): Advice[] {
  // A line that does not notice that the cluster is beyond it must not be started either.
  const refusing = starts
    .filter(({ outcome, code }) => outcome === 'refuses' || code === 'downgrade unnoticed')
    .map(({ etcd }) => etcd);
  const but = refusing.length === 0 ? '' : ` (not etcd ${refusing.join(', ')})`;
  return [
    advice(
      'start',
      `Nothing needs to be done: start etcd with the flags of before${but}.`,
      [`etcd --data-dir ${shellPath(dir === '' ? '.' : dir)} …`],
      { refusing: refusing.join(',') },
    ),
  ];
}

function repairAdvice({ dir, members }: MemberReport): Advice[] {
  const others = members.length - 1;
  const risk =
    others > 0
      ? ' If the disk has lost what it had confirmed, this member may have voted for entries that it no longer has: where that is possible (power loss, a disk without barriers), remove it from the cluster and add it anew instead.'
      : '';
  return [
    advice(
      'start and repair',
      `Start etcd with the flags of before: it cuts the unfinished record off itself and keeps the old file as .wal.broken.${risk}`,
      [`etcd --data-dir ${shellPath(dir === '' ? '.' : dir)} …`],
      { others },
    ),
  ];
}

function damagedAdvice(report: MemberReport): Advice[] {
  const { members } = report;
  const found: Advice[] = [];
  const others = members.length - 1;
  if (others >= 2) found.push(replaceMember(report));
  if (isStoreReadable(report)) found.push(restoreFromDb(report));
  if (isLogReadable(report) && others > 0) found.push(forceNewCluster(report));
  found.push(
    advice(
      'from a backup',
      'Or go back to the last saved snapshot (etcdctl snapshot save), which loses what was written since.',
      [`${fileTool(report.version)} snapshot restore BACKUP.db --data-dir NEW-DIR`],
    ),
  );
  return found;
}

function isStoreReadable({ db }: MemberReport): boolean {
  return db !== undefined && db.pages > 0 && db.usedTwice === 0 && db.problem === undefined;
}

function isLogReadable({ starts, version }: MemberReport): boolean {
  const own = starts.find(({ etcd }) => etcd === version);
  return own !== undefined && own.outcome !== 'refuses';
}

/** The one way that loses nothing while the others have a majority. */
export function replaceMember({ dir, memberId = 'MEMBER-ID', members }: MemberReport): Advice {
  const own = members.find(({ id }) => id === memberId);
  const name = own?.name ?? 'NAME';
  const peers = own?.peerUrls.join(',') ?? 'http://HOST:2380';
  const id = memberId.replace(/^0+/, '');
  const path = shellPath(dir === '' ? '.' : dir);
  const all = members
    .filter((member) => member.name !== undefined)
    .flatMap((member) => member.peerUrls.map((url) => `${member.name ?? ''}=${url}`))
    .join(',');
  return advice(
    'replace',
    `If a majority of the other ${counted(members.length - 1, 'member', 'members')} runs, nothing is lost: remove this member, empty its directory, and add it as a new one, which gets all data from the leader.`,
    [
      `etcdctl --endpoints HEALTHY:2379 member remove ${id}`,
      `mv ${path}/member ${path}/member.damaged`,
      `etcdctl --endpoints HEALTHY:2379 member add ${shellPath(name)} --peer-urls=${peers}`,
      `etcd --name ${shellPath(name)} --data-dir ${path} --initial-cluster-state existing --initial-cluster ${all === '' ? '…' : all} …`,
    ],
    { memberId, name },
  );
}

/** What is not in the db yet (at most what a tenth of a second wrote) is lost this way. */
export function restoreFromDb({ dir, version, revision = 0 }: MemberReport): Advice {
  const path = dir === '' ? 'db' : `${dir}/member/snap/db`;
  return advice(
    'restore the db',
    `If there is no majority: make a new cluster of this db alone, at revision ${revision}. Entries of the log that the db has not applied are lost; a db that was copied has no sum at its end, so the check for one is skipped.`,
    [`${fileTool(version)} snapshot restore ${shellPath(path)} --skip-hash-check --data-dir NEW-DIR`],
    { revision },
  );
}

export function forceNewCluster({ dir }: MemberReport): Advice {
  return advice(
    'force new cluster',
    'Or let this member go on alone with all that its log has committed: entries that it cannot know to be committed are dropped, the other members removed.',
    [`etcd --data-dir ${shellPath(dir === '' ? '.' : dir)} --force-new-cluster …`],
  );
}

function backupAdvice({ dir, db, version, verdict }: MemberReport): Advice[] {
  const file = shellPath(dir);
  if (db === undefined || db.pages === 0) {
    return [
      advice('no backup', 'This file cannot be restored from: take an older backup, or a member’s db.'),
    ];
  }
  const isSigned = db.footer?.matches === true;
  const skip = isSigned ? '' : ' --skip-hash-check';
  const words =
    db.footer === undefined
      ? 'It has no sum at its end, as a db that was copied from a data directory has none: restoring it says "snapshot missing hash but --skip-hash-check=false" without the option.'
      : isSigned
        ? 'Its sum holds: it is as it was saved.'
        : 'Its sum does not hold: restoring it says "expected sha256 …, got …". Skip the check only if there is no other copy.';
  const care = verdict === 'damaged' ? ' What was found above goes into the new cluster.' : '';
  return [
    advice(
      'restore the backup',
      `${words}${care}`,
      [
        `${fileTool(version)} snapshot status ${file} -w table`,
        `${fileTool(version)} snapshot restore ${file}${skip} --data-dir NEW-DIR`,
      ],
      { footer: db.footer === undefined ? 'none' : isSigned ? 'holds' : 'wrong' },
    ),
  ];
}
