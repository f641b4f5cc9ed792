import * as v from 'valibot';
import { assert } from '../base/assert.ts';
import { fields, list, whole } from '../base/schema.ts';
import type { Moment, Position, Waypoint } from '../history/position.ts';
import { parseCommand } from '../sim/command/check-command.ts';
import { CommandError, type Command } from '../sim/command/command.ts';
import { parseConfig } from '../sim/world/parse-config.ts';
import type { LabConfig } from '../sim/world/config.ts';
import { baseConfig } from './base-config.ts';
import { CommandPlaces } from './command-places.ts';
import type { Plain } from './pack/plain-model.ts';
import { savedError, type SavedError } from './saved-error.ts';
import type { OpenableBranch, OpenableLab, SavedPlace } from './saved-lab.ts';
import { parseView } from './saved-view.ts';

/** A name is a line. */
const NAME_MAX = 200;
/** As many notes, and as long, as the notebook of a run has room for. */
const NOTE_MAX = 2000;
const MOMENTS_MAX = 1000;
const BRANCHES_MAX = 100_000;
/** The numbers of branches, of which there is always a next one. */
const branchId = whole(1, 2 ** 40);
/** Times, events and numbers of things in a document. */
const count = whole(0, Number.MAX_SAFE_INTEGER);
const difference = whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const name = v.pipe(v.string('a text'), v.maxLength(NAME_MAX, `a text of at most ${NAME_MAX} characters`));
const anything = v.custom<Plain>(() => true);

const end = fields({ ms: count, us: whole(0, 999), off: difference });
/** A command with its place, of one of three forms. */
const command = v.union(
  [
    fields({ ms: count, us: whole(0, 999), off: difference, command: anything }),
    fields({ ms: count, us: whole(0, 999), command: anything }),
    fields({ after: count, command: anything }),
  ],
  'a command and its place',
);
const instant = { branch: count, event: count, at: count };

const branch = fields({
  id: branchId,
  name,
  parent: v.exactOptional(fields({ branch: count, event: count })),
  commands: list(command, 'a list of commands'),
  end,
  waypoints: list(
    fields({ gap: count, digits: whole(1, 16), high: whole(0, 0xffff_ffff), low: whole(0, 0xffff_ffff) }),
    'a list of waypoints',
  ),
});

/** A saved lab as it is packed, in the form of the newest version. */
const document = fields({
  engine: name,
  name,
  config: v.custom<Record<string, unknown>>(
    (value) => Object.prototype.toString.call(value) === '[object Object]',
    'an object of settings',
  ),
  branches: v.pipe(
    list(branch, 'a list of branches'),
    v.minLength(1, 'a list of at least one branch'),
    v.maxLength(BRANCHES_MAX, `a list of at most ${BRANCHES_MAX} branches`),
  ),
  lastBranch: v.exactOptional(branchId),
  playhead: fields(instant),
  moments: v.pipe(
    list(
      fields({
        id: count,
        ...instant,
        note: v.pipe(v.string('a text'), v.maxLength(NOTE_MAX, `a text of at most ${NOTE_MAX} characters`)),
      }),
      'a list of moments',
    ),
    v.maxLength(MOMENTS_MAX, `a list of at most ${MOMENTS_MAX} moments`),
  ),
  view: anything,
});

type PackedBranch = v.InferOutput<typeof branch>;

/** A lab in the form that takes little room. */
export function documentOf(lab: OpenableLab): Plain {
  const { engine, name, config, branches, lastBranch, current, playhead, moments, view } = lab;
  assert(playhead.branch === current, 'the playhead is on the current branch');
  return {
    engine,
    name,
    config: differences(config),
    branches: branches.map(packedBranch),
    ...(lastBranch === undefined ? {} : { lastBranch }),
    playhead: instantOf(playhead),
    moments: moments.map(packedMoment),
    view: plainOf(parseView(view)),
  };
}

/** The lab of a document. Throws a SavedError `labWrong` that says where it is not what it should be. */
export function labOfDocument(plain: Plain): OpenableLab {
  const result = v.safeParse(document, plain, { abortEarly: true });
  if (!result.success) throw wrong(problemOf(result.issues[0]));
  const { engine, name, config, branches, lastBranch, playhead, moments, view } = result.output;
  const lab: OpenableLab = {
    engine,
    name,
    config: wholeConfig(config),
    branches: branches.map(unpackedBranch),
    ...(lastBranch === undefined ? {} : { lastBranch }),
    current: playhead.branch,
    playhead,
    moments,
    view: parseView(view),
  };
  checkTree(lab);
  return lab;
}

function packedMoment(moment: Moment): Plain {
  return { id: moment.id, ...instantOf(moment), note: moment.note };
}

function packedBranch({ id, name, parent, commands, end, waypoints }: OpenableBranch): Plain {
  const begins = parent?.event ?? 0;
  const places = new CommandPlaces({ event: begins, at: 0 });
  let last = begins;
  return {
    id,
    name,
    ...(parent === undefined ? {} : { parent: { branch: parent.branch, event: parent.event } }),
    commands: commands.map(({ command, ...place }) => ({
      ...places.pack(place),
      command: plainOf(command),
    })),
    end: { ...places.pack(end) },
    waypoints: waypoints.map(({ event, hash }) => {
      const gap = event - last;
      last = event;
      return { gap, digits: hash.length, high: numberOf(hash.slice(0, 8)), low: numberOf(hash.slice(8)) };
    }),
  };
}

function unpackedBranch({ id, name, parent, commands, end, waypoints }: PackedBranch): OpenableBranch {
  const begins = parent?.event ?? 0;
  const places = new CommandPlaces({ event: begins, at: 0 });
  let last = begins;
  const unpacked = commands.map(({ command, ...place }, i) => ({
    ...places.unpack(place),
    command: knownCommand(command, `branch ${id}, command ${i + 1}`),
  }));
  return {
    id,
    name,
    ...(parent === undefined ? {} : { parent }),
    commands: unpacked,
    end: exact(places.unpack(end)),
    waypoints: waypoints.map(({ gap, digits, high, low }): Waypoint => {
      last += gap;
      return {
        event: last,
        hash: digitsOf(high, Math.min(digits, 8)) + digitsOf(low, Math.max(digits - 8, 0)),
      };
    }),
  };
}

function exact({ event, at }: SavedPlace): OpenableBranch['end'] {
  assert(event !== undefined && at !== undefined, 'an end says its event and its time');
  return { event, at };
}

/** The first digits of a hash, and its last. */
function numberOf(digits: string): number {
  return digits === '' ? 0 : Number.parseInt(digits, 16);
}

function digitsOf(number: number, count: number): string {
  return count === 0 ? '' : number.toString(16).padStart(count, '0').slice(-count);
}

function knownCommand(plain: Plain, where: string): Command {
  try {
    return parseCommand(plain);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw wrong(`${where}: ${error.message}`);
  }
}

/** Only what is not as the base has it. */
function differences(config: LabConfig): Plain {
  const given = Object.entries(config).filter(
    ([field, value]) =>
      value !== undefined &&
      (!(field in baseConfig) || JSON.stringify(value) !== JSON.stringify(baseConfig[field])),
  );
  return plainOf(Object.fromEntries(given));
}

function wholeConfig(given: Record<string, unknown>): LabConfig {
  try {
    return parseConfig({ ...baseConfig, ...given });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw wrong(error.message);
  }
}

/** That everything a lab names is in it, and in its order. */
function checkTree({ branches, playhead, moments }: OpenableLab): void {
  const known = new Map<number, OpenableBranch>();
  for (const branch of branches) {
    const { id, parent } = branch;
    if (known.has(id)) throw wrong(`branch ${id} is there twice`);
    if (parent !== undefined && !isWithin(known.get(parent.branch), parent.event)) {
      throw wrong(
        `branch ${id} begins after event ${parent.event} of branch ${parent.branch}, which is not there`,
      );
    }
    checkOrder(branch);
    known.set(id, branch);
  }
  checkPosition('the playhead', playhead, known);
  const ids = new Set<number>();
  for (const moment of moments) {
    if (ids.has(moment.id)) throw wrong(`moment ${moment.id} is there twice`);
    ids.add(moment.id);
    checkPosition(`moment ${moment.id}`, moment, known);
  }
}

function checkOrder({ id, parent, commands, end, waypoints }: OpenableBranch): void {
  // What is known to have happened before the next command: so many events, and so much time.
  let event = parent?.event ?? 0;
  let at = 0;
  for (const [i, place] of commands.entries()) {
    const isLater =
      (place.event === undefined || place.event > event) && (place.at === undefined || place.at >= at);
    event = place.event ?? event + 1 + (place.after ?? 0);
    at = place.at ?? at;
    if (!isLater || !isSafe({ event, at })) {
      throw wrong(`branch ${id}, command ${i + 1}: it comes before what stands before it`);
    }
  }
  if (!isSafe(end) || end.event < event || end.at < at)
    throw wrong(`branch ${id} ends before its last command`);
  const last = waypoints.at(-1)?.event ?? end.event;
  if (!(last <= end.event)) throw wrong(`branch ${id} has a waypoint after its end`);
}

function isSafe({ event, at }: { readonly event: number; readonly at: number }): boolean {
  return Number.isSafeInteger(event) && Number.isSafeInteger(at);
}

/** An event of a branch itself, or of the past that it shares: that of its parents is in `known` as well. */
function isWithin(branch: OpenableBranch | undefined, event: number): boolean {
  return branch !== undefined && event <= branch.end.event;
}

function checkPosition(
  what: string,
  { branch, event, at }: Position,
  known: ReadonlyMap<number, OpenableBranch>,
): void {
  const found = known.get(branch);
  if (found !== undefined && isWithin(found, event) && at <= found.end.at) return;
  throw wrong(`${what} is at event ${event} of branch ${branch}, which is not there`);
}

function instantOf({ branch, event, at }: Position): { branch: number; event: number; at: number } {
  return { branch, event, at };
}

/** Commands, configurations and views are plain data; their types do not say so. */
function plainOf(value: unknown): Plain {
  return value as Plain;
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'it'} must be ${issue.message}`;
}

function wrong(what: string): SavedError {
  return savedError('labWrong', `the saved lab cannot be: ${what}`);
}
