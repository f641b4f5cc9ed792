import type { Tell } from '../../base/byte-source.ts';
import type { NodeId } from '../../base/flavor.ts';
import { decodeCommand } from '../../etcd/command.ts';
import type { ClusterMember, MemberId } from '../../etcd/request.ts';
import { makerOfRequestId } from '../../node/core/request-id.ts';
import type { OpenableLab } from '../../saved/saved-lab.ts';
import type { BegunMachine } from '../../sim/world/begun-from.ts';
import type { Layout } from '../../sim/world/config.ts';
import { ENGINE } from '../../sim/world/engine.ts';
import { MACHINES_MAX, parseConfig } from '../../sim/world/parse-config.ts';
import type { MemberFiles } from '../verdict/member-files.ts';
import { everybody, numberingOf } from './numbering.ts';
import { commitOf, isFromBeginning, lastIndexOf, openDir, type OpenedDir } from './opened-dir.ts';
import {
  baseOf,
  checkCommands,
  configOf,
  filesOf,
  filledGaps,
  indexOfRevision,
  memberUpTo,
  nodeOf,
  noInstant,
  stateOf,
  storedBases,
  storeNotOfLog,
  type Base,
  type Bases,
  type Opening,
} from './opening.ts';
import { OpeningError } from './opening-error.ts';

/** At which instant the lab begins; neither: where the files end. */
export interface OpeningInstant {
  /** With this entry as the last one, which is committed. */
  readonly index?: number;
  /** With the entry that made this revision. */
  readonly revision?: number;
}

/** What is not as it was in the files, by a code that catalogues have words for. */
export type OpeningNote =
  /** The logs in the lab begin with this entry; what was before is in the stores alone. */
  | { readonly code: 'logFrom'; readonly index: number }
  /** There are no files of these members: their machines are down. */
  | { readonly code: 'noFiles'; readonly nodes: readonly NodeId[] }
  /** The store of this member is not what its log makes of it: the lab goes on from the stores. */
  | { readonly code: 'storeNotOfLog'; readonly node: NodeId; readonly index: number }
  /** Authentication is on: the tokens that clients have are in no file. */
  | { readonly code: 'tokens' }
  /** The cluster is of a later version: members here do what etcd 3.4.23 does. */
  | { readonly code: 'version'; readonly version: string };

export interface OpenedMachine {
  readonly node: NodeId;
  readonly memberId: MemberId;
  /** Undefined: there are no files of it. */
  readonly dir: string | undefined;
}

export interface OpenedLab {
  readonly lab: OpenableLab;
  readonly machines: readonly OpenedMachine[];
  readonly notes: readonly OpeningNote[];
}

/** So many entries before the instant are in the logs of the lab: they are applied again with every start of a machine. */
const LOG_KEPT = 5000;

const NO_BASES: Bases = new Map();

/**
 * Data directories of members of one cluster as a lab that goes on from them: each machine with the very log and hard state. Where
 * all logs go back to their first entry the stores come from these, and are held against the databases; otherwise from the databases, and
 * the logs in the lab begin there. Throws OpeningError.
 */
export function labFrom(files: readonly MemberFiles[], instant: OpeningInstant, tell: Tell): OpenedLab {
  const dirs = files.map((each) => openDir(each, tell));
  checkTogether(dirs);
  for (const dir of dirs) checkCommands(dir);
  const notes: OpeningNote[] = [];
  const known = everybody(dirs);
  const withFiles = new Set(dirs.map(({ memberId }) => memberId));
  const later = dirs
    .map(({ store }) => store?.backend.schema ?? '3.4')
    .find((schema) => !schema.startsWith('3.4'));
  if (later !== undefined) notes.push({ code: 'version', version: later });
  const draft: Opening = {
    dirs,
    numbering: numberingOf(known, withFiles, withFiles),
    keepsTombstones: later !== undefined,
  };
  const whole = longest(dirs.filter(isFromBeginning));
  const filled = whole && filledGaps(draft, whole);
  const wrong = filled && storeNotOfLog(draft, filled);
  const isOfLogs = whole !== undefined && filled !== undefined && wrong === undefined;
  const stored = isOfLogs ? undefined : storedBases(draft);
  const upTo = indexAsked(draft, stored, whole, instant);
  const bases = stored ?? (whole && filledGaps(draft, whole, upTo)) ?? NO_BASES;

  const ahead = mostAhead(dirs, upTo);
  const state = stateOf(memberUpTo(draft, ahead, bases.get(ahead), upTo));
  const members = state.cluster.members();
  if (members.length === 0) throw noInstant(ahead, 'no member has been added yet');
  if (state.auth.enabled) notes.push({ code: 'tokens' });
  const memberIds = new Set(members.map(({ id }) => id));
  const opening: Opening = {
    ...draft,
    numbering: numberingOf(withNames(known, members), memberIds, withFiles),
  };
  const wrongNode = wrong && nodeOf(opening, wrong.dir.memberId);
  if (wrong !== undefined && wrongNode !== undefined)
    notes.push({ code: 'storeNotOfLog', node: wrongNode, index: wrong.index });

  const begins = isOfLogs ? nearBases(draft, bases, upTo) : bases;
  const from = Math.min(...[...begins.values()].map(({ index }) => index));
  if (begins.size > 0) notes.push({ code: 'logFrom', index: from + 1 });
  const machines = machinesOf(opening, memberIds);
  const down = machines.filter(({ dir }) => dir === undefined).map(({ node }) => node);
  if (down.length > 0) notes.push({ code: 'noFiles', nodes: down });
  const lives = livesIn(dirs);
  const begun = machines.map(({ node, memberId }): BegunMachine => {
    const dir = dirs.find((each) => each.memberId === memberId);
    const content = dir === undefined ? [] : filesOf(opening, dir, begins.get(dir), upTo);
    return { node, memberId: memberId.toString(16), files: content, lives: lives.get(node) ?? 0 };
  });
  return { lab: labOf(configOf(opening, layoutOf(opening, members, machines), begun)), machines, notes };
}

/** How many lives machines of these numbers have had in labs whose entries the logs have. */
function livesIn(dirs: readonly OpenedDir[]): ReadonlyMap<NodeId, number> {
  const lives = new Map<NodeId, number>();
  for (const { entries } of dirs) {
    for (const { type, data } of entries) {
      if (type !== 'EntryNormal' || data === undefined) continue;
      const { node, incarnation } = makerOfRequestId(decodeCommand(data).id);
      lives.set(node, Math.max(lives.get(node) ?? 0, incarnation + 1));
    }
  }
  return lives;
}

function checkTogether(dirs: readonly OpenedDir[]): void {
  const [first] = dirs;
  if (first === undefined)
    throw new OpeningError('noLog', '', 'there is no data directory among these files');
  for (const [i, { dir, clusterId, memberId }] of dirs.entries()) {
    if (clusterId !== first.clusterId) {
      const ids = `${first.clusterId.toString(16)} and ${clusterId.toString(16)}`;
      const words = `${first.dir} and ${dir} are of two clusters, ${ids}: open them one at a time`;
      throw new OpeningError('notTogether', dir, words);
    }
    const twin = dirs.slice(0, i).find((other) => other.memberId === memberId);
    if (twin === undefined) continue;
    const words = `${twin.dir} and ${dir} are both of member ${memberId.toString(16)}: leave one of them out`;
    throw new OpeningError('notTogether', dir, words);
  }
}

/** The last entry that the lab begins with; undefined: where each log ends. */
function indexAsked(
  opening: Opening,
  stored: Bases | undefined,
  whole: OpenedDir | undefined,
  { index, revision }: OpeningInstant,
): number | undefined {
  const ahead = (stored === undefined ? whole : undefined) ?? mostAhead(opening.dirs);
  if (revision !== undefined) return indexOfRevision(opening, ahead, stored?.get(ahead), revision);
  if (index === undefined) return undefined;
  const first = Math.max(1, ...[...(stored ?? NO_BASES).values()].map((base) => base.index));
  const last = Math.min(commitOf(ahead), lastIndexOf(ahead));
  if (index >= first && index <= last) return index;
  throw noInstant(ahead, `these files open from entry ${first} to entry ${last}, and ${index} is asked for`);
}

function longest(dirs: readonly OpenedDir[]): OpenedDir | undefined {
  return dirs.length === 0 ? undefined : mostAhead(dirs);
}

function mostAhead(dirs: readonly OpenedDir[], upTo = Infinity): OpenedDir {
  const far = (dir: OpenedDir): number => Math.min(commitOf(dir), lastIndexOf(dir), upTo);
  return dirs.reduce((best, dir) => (far(dir) > far(best) ? dir : best));
}

function withNames(
  known: ReadonlyMap<MemberId, ClusterMember>,
  members: readonly ClusterMember[],
): ReadonlyMap<MemberId, ClusterMember> {
  return new Map([...known, ...members.map((member) => [member.id, member] as const)]);
}

/** Of long logs only the last entries are taken: what the members had before is made from what is left out. */
function nearBases(opening: Opening, bases: Bases, upTo = Infinity): Bases {
  const ends = opening.dirs.map((dir) => Math.min(commitOf(dir), lastIndexOf(dir), upTo));
  const from = Math.min(Math.max(...ends) - LOG_KEPT, ...ends);
  if (from <= 0) return bases;
  const near = (dir: OpenedDir): Base => {
    const base = bases.get(dir);
    return base !== undefined && base.index >= from ? base : baseOf(memberUpTo(opening, dir, base, from));
  };
  return new Map(opening.dirs.map((dir) => [dir, near(dir)]));
}

/** Members, and others that there are files of. */
function machinesOf({ dirs, numbering }: Opening, members: ReadonlySet<MemberId>): OpenedMachine[] {
  const machines = numbering.flatMap(({ id }, i): OpenedMachine[] => {
    const dir = dirs.find(({ memberId }) => memberId === id)?.dir;
    return members.has(id) || dir !== undefined ? [{ node: i + 1, memberId: id, dir }] : [];
  });
  if (machines.length <= MACHINES_MAX) return machines;
  const words = `these are ${machines.length} members, and a lab holds ${MACHINES_MAX} machines`;
  throw new OpeningError('tooManyMembers', '', words);
}

function layoutOf(
  opening: Opening,
  members: readonly ClusterMember[],
  machines: readonly OpenedMachine[],
): Layout {
  const nodes = (isLearner: boolean): NodeId[] =>
    members
      .filter((member) => member.isLearner === isLearner)
      .map(({ id }) => nodeOf(opening, id))
      .sort((a, b) => a - b);
  const [voters, learners] = [nodes(false), nodes(true)];
  const spare = machines
    .map(({ node }) => node)
    .filter((node) => !voters.includes(node) && !learners.includes(node));
  return { voters, learners, spare };
}

function labOf(config: ReturnType<typeof configOf>): OpenableLab {
  return {
    engine: ENGINE,
    name: '',
    config: parseConfig(config),
    branches: [{ id: 1, name: '', commands: [], end: { event: 0, at: 0 }, waypoints: [] }],
    current: 1,
    playhead: { branch: 1, event: 0, at: 0 },
    moments: [],
    view: {},
  };
}
