import { firstDifference } from '../first-difference.ts';

/**
 * What turns one value of plain data (primitives, bytes, arrays, objects) into the next. Whatever a patch does not
 * speak of stays the very same object, so that its reader can tell by identity what has changed.
 */
export type Patch =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'fields'; readonly fields: readonly (readonly [name: string, patch: Patch])[] }
  | { readonly type: 'list'; readonly steps: readonly ListStep[] }
  | undefined;

/** Along the old list: keep so many items (a number), skip so many (a negative one), change one, put in a new one. */
type ListStep = number | { readonly change: Patch } | { readonly add: unknown };

type Fields = Readonly<Record<string, unknown>>;

/** How far ahead in the old list an item is looked for: lists of a frame move like windows, by a little. */
const AHEAD_MAX = 400;

/** Undefined when both say the same. */
export function patchOf(old: unknown, next: unknown): Patch {
  if (Object.is(old, next)) return undefined;
  if (Array.isArray(old) && Array.isArray(next)) return patchOfLists(old, next);
  if (isFields(old) && isFields(next) && haveSameNames(old, next)) return patchOfFields(old, next);
  return firstDifference(old, next) === undefined ? undefined : { type: 'value', value: next };
}

/** The next value; `old` is not changed. The patch has to be one that was made from an equal value. */
export function applyPatch(old: unknown, patch: Patch): unknown {
  if (patch === undefined) return old;
  if (patch.type === 'value') return patch.value;
  if (patch.type === 'list') return applySteps(old as readonly unknown[], patch.steps);
  const next: Record<string, unknown> = { ...(old as Fields) };
  for (const [name, change] of patch.fields) next[name] = applyPatch(next[name], change);
  return next;
}

function patchOfFields(old: Fields, next: Fields): Patch {
  const fields: [string, Patch][] = [];
  for (const name in next) {
    const patch = patchOf(old[name], next[name]);
    if (patch !== undefined) fields.push([name, patch]);
  }
  return fields.length === 0 ? undefined : { type: 'fields', fields };
}

function patchOfLists(old: readonly unknown[], next: readonly unknown[]): Patch {
  const steps: ListStep[] = [];
  let at = 0;
  let kept = 0;
  for (const item of next) {
    // Most items of most lists are the very same as before.
    if (at < old.length && old[at] === item) {
      at++;
      kept++;
      continue;
    }
    const found = find(old, at, item);
    if (found !== at && kept > 0) {
      steps.push(kept);
      kept = 0;
    }
    if (found > at) steps.push(at - found);
    if (found >= 0) at = found;
    else if (at >= old.length || idOf(item) !== undefined) {
      steps.push({ add: item });
      continue;
    }
    const change = patchOf(old[at++], item);
    if (change === undefined) {
      kept++;
      continue;
    }
    if (kept > 0) steps.push(kept);
    kept = 0;
    steps.push({ change });
  }
  if (steps.length === 0 && kept === old.length && kept === next.length) return undefined;
  if (kept > 0) steps.push(kept);
  return { type: 'list', steps };
}

function applySteps(old: readonly unknown[], steps: readonly ListStep[]): unknown[] {
  const next: unknown[] = [];
  let at = 0;
  for (const step of steps) {
    if (typeof step === 'number') {
      const end = at + Math.abs(step);
      if (step < 0) at = end;
      else while (at < end) next.push(old[at++]);
    } else if ('add' in step) next.push(step.add);
    else next.push(applyPatch(old[at++], step.change));
  }
  return next;
}

/** Where from `start` on the old list has this item: the one of its id, or else an equal one; -1 if nowhere near. */
function find(old: readonly unknown[], start: number, item: unknown): number {
  const end = Math.min(old.length, start + AHEAD_MAX);
  const id = idOf(item);
  for (let at = start; at < end; at++) {
    const candidate = old[at];
    if (id === undefined ? firstDifference(candidate, item) === undefined : idOf(candidate) === id) return at;
  }
  return -1;
}

function idOf(item: unknown): unknown {
  return isFields(item) ? item['id'] : undefined;
}

function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function haveSameNames(a: Fields, b: Fields): boolean {
  let names = 0;
  for (const name in b) {
    if (!(name in a)) return false;
    names++;
  }
  for (const _ in a) names--;
  return names === 0;
}
