import type { WordGroup } from './words.ts';

/** What has fields of its own. */
export type ThingKind =
  | 'node'
  | 'entry'
  | 'message'
  | 'event'
  | 'decision'
  | 'progress'
  | 'configuration'
  | 'hardState'
  | 'snapshot'
  | 'disk'
  | 'key'
  | 'lease'
  | 'client'
  | 'call'
  | 'link';

/** What an expression gives. Anything but a list may also be none: what is asked for is not there. */
export type ValueType =
  | { readonly kind: 'boolean' | 'number' | 'text' | 'none' }
  /** One of a group of names of the protocol, as roles. */
  | { readonly kind: 'word'; readonly group: WordGroup }
  | { readonly kind: 'list'; readonly of: ValueType }
  | { readonly kind: ThingKind };

export const BOOLEAN: ValueType = { kind: 'boolean' };
export const NUMBER: ValueType = { kind: 'number' };
export const TEXT: ValueType = { kind: 'text' };
export const NONE: ValueType = { kind: 'none' };
export const NODE: ValueType = { kind: 'node' };

export function wordOf(group: WordGroup): ValueType {
  return { kind: 'word', group };
}

export function listOf(of: ValueType): ValueType {
  return { kind: 'list', of };
}

export function thing(kind: ThingKind): ValueType {
  return { kind };
}

/** A type as one name: `number`, `word:role`, `list:node`. */
export function nameOfType(type: ValueType): string {
  if (type.kind === 'word') return `word:${type.group}`;
  return type.kind === 'list' ? `list:${nameOfType(type.of)}` : type.kind;
}

/** Whether values of it can be compared, kept and shown as they are. A node is its number. */
export function isPlain(type: ValueType): boolean {
  switch (type.kind) {
    case 'boolean':
    case 'number':
    case 'text':
    case 'none':
    case 'word':
    case 'node':
      return true;
    case 'list':
      return isPlain(type.of);
    default:
      return false;
  }
}

/** Whether two values could ever be the same. */
export function areComparable(a: ValueType, b: ValueType): boolean {
  if (a.kind === 'none' || b.kind === 'none') return true;
  if (a.kind === 'list' && b.kind === 'list') return areComparable(a.of, b.of);
  if (a.kind === 'word' && b.kind === 'word') return a.group === b.group;
  if (!isPlain(a) || !isPlain(b)) return false;
  return a.kind === b.kind || (isNumeric(a) && isNumeric(b));
}

export function isNumeric({ kind }: ValueType): boolean {
  return kind === 'number' || kind === 'node';
}
