import { both, EVERYTHING, type Needs } from './needs.ts';
import type { Meaning, Read } from './meaning.ts';
import type { Memory, Scope } from './step-view.ts';
import { isSame, type Value } from './value.ts';

/** A variable of `any(n in nodes, ..)`: its number, and the list that it goes over. */
export interface Binding {
  readonly variable: number;
  readonly list: Meaning;
  /** What tells its values apart, as text. */
  readonly keyOf: (value: Value) => string;
}

/** A place in an expression that remembers: its slot in the memory, and what it remembers of. */
export interface Site {
  readonly type: 'was' | 'count';
  readonly operand: Meaning;
  /** Variables around it that it asks for, outermost first. */
  readonly bindings: readonly Binding[];
}

function slotOf({ slots }: Memory, number: number): Map<string, Value> {
  let slot = slots[number];
  if (slot === undefined) slots[number] = slot = new Map();
  return slot;
}

function keyNow(bindings: readonly Binding[], variables: readonly Value[]): string {
  if (bindings.length === 0) return '';
  return bindings.map(({ variable, keyOf }) => keyOf(variables[variable])).join(' ');
}

/** Before a step is evaluated: counts take it in, inner ones first. */
export function countStep(scope: Scope, sites: readonly Site[]): void {
  for (const [slot, site] of sites.entries()) {
    if (site.type !== 'count') continue;
    const before = slotOf(scope.memory, slot);
    const after = new Map<string, Value>();
    forEachBinding(scope, site.bindings, (key) => {
      const held = Number(before.get(key) ?? 0);
      after.set(key, held + (site.operand.read(scope) === true ? 1 : 0));
    });
    scope.memory.slots[slot] = after;
  }
}

/** After a step is evaluated: what the next one will call the value before it. All are read before any is put down. */
export function rememberStep(scope: Scope, sites: readonly Site[]): void {
  const read = sites.map((site) => {
    const after = new Map<string, Value>();
    if (site.type === 'was')
      forEachBinding(scope, site.bindings, (key) => after.set(key, site.operand.read(scope)));
    return after;
  });
  for (const [slot, { type }] of sites.entries()) {
    if (type === 'was') scope.memory.slots[slot] = read[slot] ?? new Map<string, Value>();
  }
}

/** Calls back for all values that the variables have now, with their key. */
function forEachBinding(
  scope: Scope,
  bindings: readonly Binding[],
  then: (key: string) => void,
  before = '',
): void {
  const [first, ...rest] = bindings;
  if (first === undefined) return then(before);
  const list = first.list.read(scope);
  if (!Array.isArray(list)) return;
  for (const item of list) {
    scope.variables[first.variable] = item as Value;
    const key = first.keyOf(item as Value);
    forEachBinding(scope, rest, then, before === '' ? key : `${before} ${key}`);
  }
}

/** `was(e)`: the value right before this event. Where nobody looked before, nothing was otherwise. */
export function readWas(slot: number, site: Site): Read {
  return (scope) => {
    const remembered = slotOf(scope.memory, slot);
    const key = keyNow(site.bindings, scope.variables);
    return remembered.has(key) ? remembered.get(key) : site.operand.read(scope);
  };
}

/** `changed(e)`: whether it is another value than before; at the beginning nothing has changed. */
export function readChanged(slot: number, site: Site): Read {
  return (scope) => {
    const { bindings } = site;
    const remembered = slotOf(scope.memory, slot);
    const key = keyNow(bindings, scope.variables);
    return remembered.has(key) && !isSame(remembered.get(key), site.operand.read(scope));
  };
}

export function readCount(slot: number, site: Site): Read {
  return ({ memory, variables }) => slotOf(memory, slot).get(keyNow(site.bindings, variables)) ?? 0;
}

/** Which steps a site has to see. */
export function needsOfSite({ type, operand, bindings }: Site): Needs {
  const lists = bindings
    .map(({ list }) => list.needs)
    .reduce(both, { every: false, touches: [], happens: [] });
  const isMissed = type === 'count' ? !operand.momentary : operand.usesEvent;
  return isMissed ? EVERYTHING : both(operand.needs, lists);
}
