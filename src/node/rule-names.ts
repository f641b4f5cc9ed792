import type { PropertyName } from '../check/properties.ts';
import type { RuleForms } from '../base/rule-table.ts';
import { nearest } from '../base/nearest.ts';
import { clientRules } from '../client/rules.ts';
import { etcdRules } from '../etcd/rules.ts';
import { RULES } from '../raft/rules.ts';
import { storageRules } from '../storage/rules.ts';
import { memberRules } from './core/rules.ts';

/** Where a rule is kept. */
export type RuleLayer = 'raft' | 'storage' | 'member' | 'etcd' | 'client';

/** One rule of a layer, and the switches that take it out. */
export interface LayerRule {
  readonly layer: RuleLayer;
  readonly rule: string;
  readonly section: string;
  readonly promises: PropertyName;
  readonly switches: readonly string[];
}

/** The rules of all layers, from the ground up. */
export const layerRules: readonly LayerRule[] = [
  ...RULES.map(({ name, ...forms }) => layerRule('raft', name, forms)),
  ...layerOf('storage', storageRules),
  ...layerOf('member', memberRules),
  ...layerOf('etcd', etcdRules),
  ...layerOf('client', clientRules),
];

const names: ReadonlySet<string> = new Set(layerRules.flatMap(({ switches }) => switches));

export function isRuleName(name: string): boolean {
  return names.has(name);
}

/** The names of all switches, in the order of the alphabet. */
export const ruleNames: readonly string[] = [...names].sort();

/** Why these are not all names of switches: which one, which may have been meant, which there are. Undefined: they are. */
export function unknownRule(given: readonly string[]): string | undefined {
  const unknown = given.find((name) => !names.has(name));
  if (unknown === undefined) return undefined;
  const meant = nearest(unknown, ruleNames);
  const hint = meant === undefined ? ';' : `; do you mean "${meant}"?`;
  return `there is no rule "${unknown}"${hint} rules are ${ruleNames.join(', ')}`;
}

function layerOf(layer: RuleLayer, book: Readonly<Record<string, RuleForms<unknown>>>): LayerRule[] {
  return Object.entries(book).map(([name, forms]) => layerRule(layer, name, forms));
}

function layerRule(layer: RuleLayer, rule: string, forms: Omit<RuleForms<unknown>, 'kept'>): LayerRule {
  const { section, promises, broken } = forms;
  return { layer, rule, section, promises, switches: Object.keys(broken) };
}
