import { present } from '../../base/assert.ts';
import { countWhile } from '../../base/column.ts';
import type { RecordedCommand } from '../../history/command-list.ts';
import type { BranchId, Moment, Position, Waypoint } from '../../history/position.ts';
import type { SavedBranch, SavedLab } from '../saved-lab.ts';
import type { SavedView } from '../saved-view.ts';
import { earlierOf } from './fold.ts';
import { LOG_VERSION, type LogRecord } from './records.ts';

/** A list that can be read from any place on, without making another one of it. Arrays are such. */
export interface Readable<T> {
  readonly length: number;
  at(place: number): T | undefined;
}

/** A lab as whoever keeps it reads it, at a clean point. A `SavedLab` is one. */
export interface LabSource extends Omit<SavedLab, 'branches'> {
  readonly branches: readonly BranchSource[];
}

export interface BranchSource extends Omit<SavedBranch, 'commands' | 'waypoints'> {
  readonly commands: Readable<RecordedCommand>;
  readonly waypoints: Readable<Waypoint>;
  /** Another object: some of what it had was forgotten, and it has gone on another way. Absent: it has only ever grown. */
  readonly line?: object | undefined;
}

/** What of a lab is written. */
interface Marks {
  readonly name: string;
  readonly branches: ReadonlyMap<BranchId, BranchMark>;
  readonly playhead: Position | undefined;
  readonly moments: readonly Moment[];
  readonly view: SavedView;
}

interface BranchMark {
  readonly name: string;
  /** Where it hangs by the log: to be followed beyond those that are gone. */
  readonly parent: SavedBranch['parent'];
  /** So many of its own commands, those after the parent's event. */
  readonly commands: number;
  readonly end: SavedBranch['end'];
  readonly line: object | undefined;
  readonly isGone: boolean;
}

/** What a lab has had since it was written last, and the note that it is. */
export interface News {
  readonly records: readonly LogRecord[];
  /** To be called when they are kept: those that are not come again. */
  readonly kept: () => void;
}

/** Tells what of a lab is not in its log yet. It looks at what has come, however long what was there before. */
export class LogWriter {
  #marks: Marks | undefined;

  /** Of a lab that nothing is written of; or of one that this lab is in the log as. */
  constructor(written?: LabSource) {
    if (written === undefined) return;
    this.news(written).kept();
  }

  news(lab: LabSource): News {
    const records: LogRecord[] = [];
    const old = this.#marks ?? begun(lab, records);
    const branches = goneAndOld(lab, old.branches, records);
    for (const branch of lab.branches) branches.set(branch.id, branchNews(branch, branches, records));
    lastNews(lab.lastBranch, branches, records);
    if (lab.name !== old.name) records.push({ type: 'name', name: lab.name });
    momentNews(lab.moments, old.moments, records);
    if (!isSamePosition(lab.playhead, old.playhead))
      records.push({ type: 'playhead', position: lab.playhead });
    if (lab.view !== old.view) records.push({ type: 'view', view: lab.view });
    const { name, playhead, moments, view } = lab;
    const kept = (): void => {
      this.#marks = { name, branches, playhead, moments, view };
    };
    return { records, kept };
  }
}

const nothing: Marks = { name: '', branches: new Map(), playhead: undefined, moments: [], view: {} };

function begun({ engine, config }: LabSource, records: LogRecord[]): Marks {
  records.push({ type: 'begin', version: LOG_VERSION, engine, config });
  return nothing;
}

/** The marks of those that there were, with those that are gone by now. */
function goneAndOld(
  lab: LabSource,
  old: ReadonlyMap<BranchId, BranchMark>,
  records: LogRecord[],
): Map<BranchId, BranchMark> {
  const there = new Set(lab.branches.map(({ id }) => id));
  const marks = new Map<BranchId, BranchMark>();
  for (const [id, mark] of old) {
    const isGone = !there.has(id);
    if (isGone && !mark.isGone) records.push({ type: 'branchGone', id });
    if (!isGone && mark.isGone) records.push({ type: 'branchBack', id });
    marks.set(id, mark.isGone === isGone ? mark : { ...mark, isGone });
  }
  return marks;
}

/** A number that was given, and whose branch is gone before it was ever written, is told by a branch without anything. */
function lastNews(last: BranchId | undefined, marks: Map<BranchId, BranchMark>, records: LogRecord[]): void {
  if (last === undefined || last <= Math.max(...marks.keys())) return;
  records.push({ type: 'branch', id: last, name: '' }, { type: 'branchGone', id: last });
  marks.set(last, { ...blank('', undefined), isGone: true });
}

function branchNews(
  branch: BranchSource,
  marks: ReadonlyMap<BranchId, BranchMark>,
  records: LogRecord[],
): BranchMark {
  const { id, name, end, line } = branch;
  const old = marks.get(id);
  if (old !== undefined && old.name !== name) records.push({ type: 'branchName', id, name });
  const written = old !== undefined && hasOnlyGrown(branch, old, marks) ? old : begin(branch, old, records);
  const own = written.parent?.event ?? 0;
  const commands = from(branch.commands, placeAfter(branch.commands, own) + written.commands);
  if (commands.length > 0) records.push({ type: 'commands', branch: id, commands });
  if (end.event !== written.end.event || end.at !== written.end.at)
    // One at the old end was the end's hash, and is a waypoint now.
    records.push(endRecord(branch, Math.max(own, written.end.event - 1)));
  return { ...written, name, commands: written.commands + commands.length, end, line };
}

/** Nothing of the branch is written, or nothing of what is counts any more. */
function begin(
  { id, name, parent }: BranchSource,
  old: BranchMark | undefined,
  records: LogRecord[],
): BranchMark {
  const hangs = parent && { parent };
  if (old === undefined) records.push({ type: 'branch', id, name, ...hangs });
  else records.push({ type: 'forget', branch: id, ...hangs });
  return blank(name, parent);
}

function blank(name: string, parent: SavedBranch['parent']): BranchMark {
  return { name, parent, commands: 0, end: { event: -1, at: -1 }, line: undefined, isGone: false };
}

/** It is in the log as it was, and hangs where it hangs by the log. */
function hasOnlyGrown(
  { line, parent }: BranchSource,
  old: BranchMark,
  marks: ReadonlyMap<BranchId, BranchMark>,
): boolean {
  if (old.line !== undefined && old.line !== line) return false;
  let hangs = old.parent;
  while (hangs !== undefined) {
    const mark = marks.get(hangs.branch);
    if (mark?.isGone !== true) break;
    hangs = earlierOf(mark.parent, hangs.event);
  }
  return hangs?.branch === parent?.branch && hangs?.event === parent?.event;
}

/** The waypoints after an event come with it; that of the end is the end's. */
function endRecord({ id, end, waypoints }: BranchSource, after: number): LogRecord {
  const come = from(waypoints, placeAfter(waypoints, after));
  const hash = come.pop()?.hash ?? waypoints.at(waypoints.length - 1)?.hash;
  return { type: 'end', branch: id, ...end, ...(hash !== undefined && { hash }), waypoints: come };
}

function momentNews(moments: readonly Moment[], old: readonly Moment[], records: LogRecord[]): void {
  if (moments === old) return;
  const before = new Map(old.map((moment) => [moment.id, moment]));
  for (const moment of moments) {
    if (!isSameMoment(moment, before.get(moment.id))) records.push({ type: 'moment', moment });
    before.delete(moment.id);
  }
  for (const id of before.keys()) records.push({ type: 'momentGone', id });
}

function isSameMoment(moment: Moment, other: Moment | undefined): boolean {
  return other !== undefined && isSamePosition(moment, other) && moment.note === other.note;
}

function isSamePosition(position: Position, other: Position | undefined): boolean {
  return position.branch === other?.branch && position.event === other.event && position.at === other.at;
}

/** The first place whose event is after this one, in a list that ascends. */
function placeAfter(list: Readable<{ readonly event: number }>, event: number): number {
  return countWhile(list.length, (place) => (list.at(place)?.event ?? 0) <= event);
}

function from<T>(list: Readable<T>, first: number): T[] {
  return Array.from({ length: Math.max(0, list.length - first) }, (_, i) =>
    present(list.at(first + i), 'a place of the list'),
  );
}
