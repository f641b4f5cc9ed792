import type { BranchId, Position, Waypoint } from '../history/position.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { decodeLab, encodeLab, MAGIC } from './format.ts';
import { impliedPlaces, type EventTime } from './implied-places.ts';
import { savedError } from './saved-error.ts';
import type { OpenableLab, SavedBranch, SavedLab } from './saved-lab.ts';

/**
 * A link is the file without its first bytes, in the letters of base64url (RFC 4648, 5) behind `lab=`, as the fragment of the
 * page's address: browsers send that to nobody.
 */
const NAME = 'lab=';

/** The times of the events of a branch, its parents' past included. */
export type TimesOf = (branch: BranchId) => EventTime;

/** What messengers and mail pass on whole. A lab that makes a longer link is offered as a file. */
export const LINK_CHARS_MAX = 8000;
/** What is longer was not made here. */
const READ_CHARS_MAX = 2 * LINK_CHARS_MAX;
/** A link has so many waypoints of all branches, so that a difference is found near to where it is. */
const WAYPOINTS_MAX = 16;
/** Hexadecimal digits of those: by chance a wrong one passes once in 16 million. */
const DIGITS = 6;

/** The fragment of a link to the lab, without `#`. It may be longer than a link should be. */
export function fragmentOf(lab: SavedLab, timesOf: TimesOf): string {
  return toFragment(encodeLab(forLink(lab, timesOf)));
}

/** The file's bytes as the fragment of an address. */
export function toFragment(file: Uint8Array): string {
  return NAME + toBase64Url(file.subarray(MAGIC.length));
}

/** Whether a fragment, with or without `#`, says that it is a lab. */
export function isLabFragment(fragment: string): boolean {
  return fragment.replace(/^#/, '').startsWith(NAME);
}

/** The file that a link's fragment says. Throws a SavedError if it is none; what is in it is for `decodeLab` to find out. */
export function fromFragment(fragment: string): Uint8Array {
  const text = fragment.replace(/^#/, '').slice(NAME.length);
  if (!isLabFragment(fragment)) {
    throw savedError('notALab', `this is no link to a lab: its fragment begins with ${NAME}`);
  }
  if (text.length > READ_CHARS_MAX) {
    throw savedError(
      'labTooLarge',
      `this link has ${text.length} characters, but one has ${READ_CHARS_MAX} at most; ask for the file`,
    );
  }
  const bad = /[^\w-]/.exec(text);
  if (bad !== null) {
    const where = `character ${bad.index + NAME.length + 1} of its fragment`;
    throw savedError('labDamaged', `this link is damaged: ${where} cannot be; copy it again, whole`);
  }
  const content = fromBase64Url(text);
  if (content === undefined) {
    throw savedError('labCut', 'this link ends too early: a part of it is missing; copy it again, whole');
  }
  const file = new Uint8Array(MAGIC.length + content.length);
  file.set(MAGIC);
  file.set(content, MAGIC.length);
  return file;
}

/**
 * The lab without what a replay finds out: where commands stand is said in as few words as will do, and waypoints are few and
 * short; the ends and the playhead keep theirs whole.
 */
export function forLink(lab: SavedLab, timesOf: TimesOf): OpenableLab {
  const all = lab.branches.reduce((sum, { waypoints }) => sum + waypoints.length, 0);
  const every = Math.max(1, Math.ceil(all / WAYPOINTS_MAX));
  const branches = lab.branches.map((branch) => ({
    ...shortened(branch, lab.playhead, every),
    commands: impliedPlaces(lab, branch, timesOf(branch.id)),
  }));
  return { ...lab, branches };
}

function shortened(branch: SavedBranch, playhead: Position, every: number): SavedBranch {
  const isKept = ({ event }: Waypoint): boolean =>
    event === branch.end.event || (branch.id === playhead.branch && event === playhead.event);
  const waypoints = branch.waypoints.flatMap((waypoint, i) => {
    if (isKept(waypoint)) return [waypoint];
    return i % every === every - 1 ? [{ event: waypoint.event, hash: waypoint.hash.slice(0, DIGITS) }] : [];
  });
  return { ...branch, waypoints };
}

/** The lab that a link opens. */
export function labOfFragment(fragment: string): OpenableLab {
  return decodeLab(fromFragment(fragment));
}
