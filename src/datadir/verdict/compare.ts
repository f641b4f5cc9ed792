import type { Tell } from '../../base/byte-source.ts';
import { fileTool, forceNewCluster, replaceMember, restoreFromDb } from './advice.ts';
import { comparable, findDifference, type Comparable } from './find-difference.ts';
import { lineOf, type Inspected } from './inspect-member.ts';
import { lossOf, standingOf, type Standing } from './losses.ts';
import type { Advice, Comparison, Finding, FirstDifference, MemberReport } from './report.ts';
import { advice, counted, finding, shellPath } from './words.ts';

/** Holds several members against each other: which to go on from, what each choice loses, where they part. */
export function compareMembers(members: readonly Inspected[], tell: Tell): Comparison {
  const together = members.map((member) => comparable(member, tell));
  const differences = differencesOf(together, tell);
  if (clustersOf(members).size > 1) return apart(members, differences);
  const standing = standingOf(together);
  const losses = members.map((member) => lossOf(member, standing));
  const odd = oddOneOut(members, differences);
  const isUndecided = odd === undefined && differences.some(({ code }) => code !== 'tails');
  const ranked = rank(members, losses, odd);
  const keep = ranked[0];
  const findings = [
    ...clusterFindings(members),
    ...oddFindings(members, odd, differences),
    ...standingFindings(members, standing),
  ];
  return {
    losses,
    ...(keep !== undefined && { keep }),
    why: whyOf(members, keep, standing, losses, odd),
    findings,
    advice: adviceOf(members, keep, standing, odd, isUndecided),
    ...(differences[0] !== undefined && { firstDifference: differences[0] }),
    differences,
  };
}

/** Members of several clusters: what one of them lacks is nothing that it has lost. */
function apart(members: readonly Inspected[], differences: readonly FirstDifference[]): Comparison {
  return {
    losses: [],
    why: 'Which to go on from, and what is lost by it, can be told of the members of one cluster alone: give those of one at a time.',
    findings: clusterFindings(members),
    advice: [],
    ...(differences[0] !== undefined && { firstDifference: differences[0] }),
    differences,
  };
}

function clustersOf(members: readonly Inspected[]): ReadonlySet<string> {
  return new Set(members.flatMap(({ report: { clusterId } }) => clusterId ?? []));
}

/** Of each pair of one cluster. The one that lies earliest in the stores, or else in the logs, stands first. */
function differencesOf(together: readonly Comparable[], tell: Tell): FirstDifference[] {
  const found: FirstDifference[] = [];
  together.forEach((one, i) => {
    for (const other of together.slice(i + 1)) {
      if (!isOneCluster(one.inspected.report, other.inspected.report)) continue;
      const difference = findDifference(one, other, tell);
      if (difference !== undefined) found.push(difference);
    }
  });
  return found.sort((a, b) => severity(a) - severity(b) || placeOf(a) - placeOf(b));
}

function severity({ code }: FirstDifference): number {
  return code === 'tails' ? 1 : 0;
}

function placeOf({ store, log }: FirstDifference): number {
  return store?.revision ?? log?.index ?? 0;
}

/** A backup says nothing of its cluster: it is held against any. */
function isOneCluster(a: MemberReport, b: MemberReport): boolean {
  return a.clusterId === undefined || b.clusterId === undefined || a.clusterId === b.clusterId;
}

/**
 * The member that is wrong where stores or committed entries differ: of three or more the one that all others differ from while they agree
 * among themselves; of two the one whose record is not what the entry in the logs wrote. Undefined: none differ, or nobody can tell.
 */
function oddOneOut(
  members: readonly Inspected[],
  differences: readonly FirstDifference[],
): number | undefined {
  const hard = differences.filter(({ code }) => code !== 'tails');
  const [first] = hard;
  if (first === undefined) return undefined;
  const alone = members.findIndex(
    ({ report: { dir } }) =>
      members.length > 2 &&
      hard.length === members.length - 1 &&
      hard.every(({ between }) => between.includes(dir)),
  );
  if (alone >= 0) return alone;
  const agrees = first.store?.agrees;
  if (hard.length > 1 || agrees === undefined) return undefined;
  const wrong = members.findIndex(({ report: { dir } }) => dir === first.between[1 - agrees]);
  return wrong < 0 ? undefined : wrong;
}

function isStartable({ report }: Inspected): boolean {
  const own = report.starts.find(({ etcd }) => etcd === lineOf(report.version));
  return (
    report.kind === 'data directory' &&
    own !== undefined &&
    own.outcome !== 'refuses' &&
    own.outcome !== 'depends'
  );
}

/** Positions, the best to go on from first; those that nothing can be read from are not among them. */
function rank(
  members: readonly Inspected[],
  losses: Comparison['losses'],
  odd: number | undefined,
): number[] {
  const order = (i: number): readonly number[] => {
    const member = members[i];
    const loss = losses[i];
    if (member === undefined || loss === undefined) return [];
    const { verdict, lastTerm = 0, lastIndex = 0, revision = 0 } = member.report;
    return [
      odd === i ? 1 : 0,
      isStartable(member) && verdict !== 'damaged' ? 0 : 1,
      loss.committedEntries,
      isStartable(member) ? 0 : 1,
      loss.revisions,
      -lastTerm,
      -lastIndex,
      -revision,
    ];
  };
  return members
    .map((_, i) => i)
    .filter((i) => {
      const member = members[i];
      return member !== undefined && (isStartable(member) || member.backend !== undefined);
    })
    .sort((a, b) => compareLists(order(a), order(b)) || a - b);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function clusterFindings(members: readonly Inspected[]): Finding[] {
  const found: Finding[] = [];
  const clusters = clustersOf(members);
  if (clusters.size > 1) {
    const words = `These are members of ${clusters.size} clusters (${[...clusters].join(', ')}): only those of one are held against each other.`;
    found.push(finding('odd', 'several clusters', words, { clusters: clusters.size }));
  }
  const seen = new Map<string, string>();
  for (const { report } of members) {
    const { memberId, dir } = report;
    if (memberId === undefined) continue;
    const before = seen.get(memberId);
    if (before !== undefined) {
      const words = `${dir} and ${before} are copies of one member, ${memberId}: start only one of them, ever.`;
      found.push(finding('odd', 'one member twice', words, { memberId }));
    } else seen.set(memberId, dir);
  }
  return found;
}

function oddFindings(
  members: readonly Inspected[],
  odd: number | undefined,
  differences: readonly FirstDifference[],
): Finding[] {
  const hard = differences.filter(({ code }) => code !== 'tails');
  if (hard.length === 0) return [];
  if (odd === undefined) {
    const words =
      'Members of one cluster have different data, and the files do not tell whose is right: compare what is below with what your programs wrote, or with a backup.';
    return [finding('bad', 'members differ', words, { pairs: hard.length })];
  }
  const dir = members[odd]?.report.dir ?? '';
  const how =
    members.length > 2
      ? 'differs from all others, which are alike'
      : 'has another record than the entry in the log wrote';
  return [finding('bad', 'odd one out', `${dir} ${how}: it is the one that is wrong.`, { position: odd })];
}

/** A member whose log ends before what others have from it acknowledged. */
function standingFindings(members: readonly Inspected[], { committed }: Standing): Finding[] {
  return members.flatMap(({ report: { dir, lastIndex, kind } }) => {
    if (kind === 'backup' || lastIndex === undefined || lastIndex >= committed) return [];
    const words = `${dir} ends at index ${lastIndex}, and ${committed} is committed. If it had acknowledged more, and the leader runs on, it ends with "tocommit(${committed}) is out of range [lastIndex(${lastIndex})]. Was the raft log corrupted, truncated, or lost?"; a leader that starts anew sends it what is missing.`;
    return [finding('odd', 'tocommit out of range', words, { lastIndex, committed })];
  });
}

function whyOf(
  members: readonly Inspected[],
  keep: number | undefined,
  { committed, voters, majority }: Standing,
  losses: Comparison['losses'],
  odd: number | undefined,
): string {
  if (keep === undefined) return 'None of these members can be started from, and no store can be read.';
  const member = members[keep]?.report;
  const loss = losses[keep];
  if (member === undefined || loss === undefined) return '';
  const { lastIndex, lastTerm, verdict, revision } = member;
  const log =
    lastIndex === undefined
      ? `it is at revision ${revision ?? 0}`
      : `its log ends at index ${lastIndex} of term ${lastTerm ?? 0}`;
  const lost =
    loss.committedEntries === 0
      ? `all that is known to be committed (index ${committed}) is in it`
      : `of what is known to be committed (index ${committed}) it lacks ${counted(loss.committedEntries, 'entry', 'entries')}, and none of the others has more that can be used`;
  const others = odd === undefined ? '' : ' It is none of those that were found wrong.';
  return `${member.dir} is ${verdict}, ${log}, and ${lost}.${others} A majority of this cluster is ${majority} of ${voters}.`;
}

function adviceOf(
  members: readonly Inspected[],
  keep: number | undefined,
  { voters, majority }: Standing,
  odd: number | undefined,
  isUndecided: boolean,
): Advice[] {
  const best = keep === undefined ? undefined : members[keep];
  if (best === undefined) {
    const words = 'Go back to the last saved snapshot, or carve what can be found from the pages.';
    return [
      advice('from a backup', words, [
        `${fileTool(members[0]?.report.version)} snapshot restore BACKUP.db --data-dir NEW-DIR`,
      ]),
    ];
  }
  if (isUndecided) {
    const words = `Do not start these members together yet: they would serve different data under the same revisions. Decide whose is right by the difference below; then go on from that member, empty the directories of the others and add them anew. ${best.report.dir} is only the one that loses least.`;
    return [
      advice('decide first', words, [
        'etcdctl endpoint hashkv --cluster # on a running cluster: who has which hash',
      ]),
      forceNewCluster(best.report),
    ];
  }
  const sound = members.filter(
    (member, i) => i !== odd && isStartable(member) && member.report.verdict !== 'damaged',
  );
  const rest = members.filter((member) => !sound.includes(member));
  if (sound.length >= majority) {
    const names = new Set(sound.map(({ report }) => report.memberId));
    return [
      advice(
        'start the majority',
        `${sound.map(({ report }) => report.dir).join(', ')}: ${sound.length} of ${voters} members are sound, a majority. Start them with the flags of before; nothing that was acknowledged is lost.`,
        sound.map(({ report }) => `etcd --data-dir ${shellPath(report.dir)} …`),
        { sound: sound.length, voters },
      ),
      ...rest
        .filter(({ report }) => report.memberId !== undefined && !names.has(report.memberId))
        .map(({ report }) => replaceMember(report)),
    ];
  }
  const { report } = best;
  const goOn = isStartable(best) ? forceNewCluster(report) : restoreFromDb(report);
  return [
    advice(
      'no majority',
      `Only ${sound.length} of ${voters} members are sound, which is no majority: the cluster cannot go on as it was. Keep copies of all directories, go on from ${report.dir}, and add the others as new members.`,
      members.map(
        (member) => `cp -a ${shellPath(member.report.dir)} ${shellPath(`${member.report.dir}.before`)}`,
      ),
      { sound: sound.length, voters, majority },
    ),
    goOn,
    advice(
      'add members anew',
      'Then add the other members one after the other, each with an empty directory, and wait until each has caught up.',
      [
        'etcdctl member add NAME --peer-urls=http://HOST:2380',
        'etcd --name NAME --initial-cluster-state existing --initial-cluster … …',
      ],
    ),
  ];
}
