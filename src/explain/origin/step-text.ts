import type { OriginStep, PlainValue } from './origin-step.ts';
import { stepWords } from './words.ts';

/** What the templates of both sentences of a step may name. */
export function namesOf(step: Omit<OriginStep, 'text'>): Readonly<Record<string, PlainValue>> {
  const { type: _, ...input } = step.input;
  return { ...input, node: step.node, value: step.value ?? '', ...step.numbers };
}

/** A step in English. */
export function stepText(step: Omit<OriginStep, 'text'>): string {
  const { input, did } = stepWords;
  const names = namesOf(step);
  // Who called needs no other word of it.
  if (step.did === 'called') return `${fill(did.called, names)}.`;
  return `${fill(input[step.input.type], { ...names, ...step.input })}: ${fill(did[step.did], names)}.`;
}

/** `{{name}}` in a template stands for what has that name. */
export function fill(template: string, names: Readonly<Record<string, PlainValue>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(names[name] ?? ''));
}
