import type { PropertyName } from '../check/properties.ts';

/**
 * One rule of a layer: a small function that the layer asks, through a table, wherever the rule decides. `broken` has the
 * forms that it may be switched to instead, by name: so a rule can be taken out without a second copy of what asks it.
 */
export interface RuleForms<Form> {
  /** Where it is written: the paper's or the thesis' section, or etcd. */
  readonly section: string;
  /** What it keeps true, by the name of the check that sees it broken first. */
  readonly promises: PropertyName;
  readonly kept: Form;
  readonly broken: Readonly<Record<string, Form>>;
}

/** All rules of a layer by the name under which it asks them. */
export type RuleBook<Table> = { readonly [Name in keyof Table]: RuleForms<Table[Name]> };

/**
 * What gives the table to work by, for the names of the switches that are on: those of other layers are passed over. Without
 * any it is one table for everybody, so that rules cost what a function costs. A list of names is taken to stay as it is.
 */
export function tablesOf<Table extends object>(
  book: RuleBook<Table>,
): (switches: readonly string[]) => Table {
  const rules = Object.entries<RuleForms<unknown>>(book as Readonly<Record<string, RuleForms<unknown>>>);
  // Made at once, not rule by rule: V8 looks names up slowly in an object that so many were added to.
  const kept = Object.fromEntries(rules.map(([name, rule]) => [name, rule.kept])) as Table;
  const known = new WeakMap<readonly string[], Table>();
  return (switches) => {
    if (switches.length === 0) return kept;
    let table = known.get(switches);
    if (table === undefined) {
      table = Object.fromEntries(rules.map(([name, rule]) => [name, formOf(rule, switches)])) as Table;
      known.set(switches, table);
    }
    return table;
  };
}

/** Of two switches of one rule that are both on, the later one in the book. */
function formOf({ kept, broken }: RuleForms<unknown>, switches: readonly string[]): unknown {
  const on = Object.keys(broken).filter((name) => switches.includes(name));
  const last = on.at(-1);
  return last === undefined ? kept : broken[last];
}
