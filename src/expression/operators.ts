import { mismatch, mustBePlain } from './checks.ts';
import { NOT_KNOWN } from '../history/partly-known.ts';
import { faultAt } from './error-text.ts';
import { variablesOf, type Meaning, type Read } from './meaning.ts';
import { both, breadthOf, type Needs } from './needs.ts';
import type { Scope } from './step-view.ts';
import type { Arithmetic, BinaryOperator, Tree } from './tree.ts';
import { calculate, compare, isNumber, isSame, type Plain, type Value } from './value.ts';
import { areComparable, BOOLEAN, isNumeric, nameOfType, NUMBER } from './value-type.ts';

type Binary = Extract<Tree, { type: 'binary' }>;
type Unary = Extract<Tree, { type: 'unary' }>;

export function understandUnary({ operator, operand: tree }: Unary, operand: Meaning): Meaning {
  const { read, constant: _, narrowed: __, ...rest } = operand;
  if (operator === '!') {
    mustBe('boolean', tree, operand, '!');
    return { ...rest, type: BOOLEAN, sure: true, momentary: false, read: (scope) => read(scope) !== true };
  }
  mustBe('number', tree, operand, '-');
  const negative: Read = (scope) => calculate('-', 0, read(scope));
  if (!isNumber(operand.constant)) return { ...rest, type: NUMBER, read: negative };
  const constant = calculate('-', 0, operand.constant);
  return { ...rest, type: NUMBER, read: () => constant, constant };
}

export function understandBinary(tree: Binary, left: Meaning, right: Meaning): Meaning {
  switch (tree.operator) {
    case '&&':
    case '||':
      return logical(tree, left, right);
    case '==':
    case '!=':
      return equality(tree, left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordering(tree, left, right);
    case 'in':
      return within(tree, left, right, left, right);
    case 'contains':
      if (left.type.kind === 'list') return within(tree, right, left, left, right);
      return ofTexts(tree, left, right, (text, part) => text.includes(part));
    case 'startsWith':
      return ofTexts(tree, left, right, (text, part) => text.startsWith(part));
    case 'endsWith':
      return ofTexts(tree, left, right, (text, part) => text.endsWith(part));
    default:
      return arithmetic(tree, tree.operator, left, right);
  }
}

function mustBe(
  kind: 'boolean' | 'number' | 'text',
  place: Tree,
  { type }: Meaning,
  operator: BinaryOperator | '!',
): void {
  if (type.kind === kind) return;
  throw faultAt('operandType', place.at, place.length, { operator, wanted: kind, got: nameOfType(type) });
}

/** What holds of a binary operator's result, whichever it is; it is true or false. */
function ofBoth(
  left: Meaning,
  right: Meaning,
  needs: Needs = both(left.needs, right.needs),
): Omit<Meaning, 'read' | 'momentary'> {
  return {
    type: BOOLEAN,
    needs,
    sure: true,
    usesEvent: left.usesEvent || right.usesEvent,
    factsOnly: left.factsOnly && right.factsOnly,
    variables: variablesOf(left, right),
  };
}

function logical({ operator, left: a, right: b }: Binary, left: Meaning, right: Meaning): Meaning {
  mustBe('boolean', a, left, operator);
  mustBe('boolean', b, right, operator);
  const [one, other] = [left.read, right.read];
  if (operator === '||') {
    return {
      ...ofBoth(left, right),
      momentary: left.momentary && right.momentary,
      read: decided(one, other, true),
    };
  }
  return {
    ...ofBoth(left, right, needsOfAnd(left, right)),
    momentary: left.momentary || right.momentary,
    read: decided(one, other, false),
  };
}

/**
 * `&&`, `||`: where one side gives `decides`, so does the whole, whatever the other is. So where one is not known by the indexes of
 * the record (history/partly-known.ts), the other may be enough, whichever stands first.
 */
function decided(one: Read, other: Read, decides: boolean): (scope: Scope) => boolean {
  return (scope) => {
    let first: boolean;
    try {
      first = one(scope) === true;
    } catch (error) {
      if (error !== NOT_KNOWN || (other(scope) === true) !== decides) throw error;
      return decides;
    }
    return first === decides ? decides : other(scope) === true;
  };
}

/** Where one side is false but in some steps, nothing else need be looked at. */
function needsOfAnd(left: Meaning, right: Meaning): Needs {
  if (left.momentary && right.momentary) {
    return breadthOf(right.needs) < breadthOf(left.needs) ? right.needs : left.needs;
  }
  if (left.momentary) return left.needs;
  return right.momentary ? right.needs : both(left.needs, right.needs);
}

function equality(tree: Binary, left: Meaning, right: Meaning): Meaning {
  const { operator, left: a, right: b } = tree;
  // Anything may be asked whether it is there at all.
  if (right.type.kind !== 'none') mustBePlain(a, left);
  if (left.type.kind !== 'none') mustBePlain(b, right);
  if (!areComparable(left.type, right.type)) throw mismatch(tree, left.type, right.type);
  mustBeNoZeroNode(a, left, right);
  mustBeNoZeroNode(b, right, left);
  const [one, other] = [left.read, right.read];
  if (operator === '!=') {
    return { ...ofBoth(left, right), momentary: false, read: (scope) => !isSame(one(scope), other(scope)) };
  }
  const narrow = narrowedTo(left, right.constant) ?? narrowedTo(right, left.constant);
  return {
    ...ofBoth(left, right, narrow),
    momentary: narrow !== undefined || isMissedBy(left, right) || isMissedBy(right, left),
    read: (scope) => isSame(one(scope), other(scope)),
  };
}

/** `message.type == MsgApp` need not know the types of other messages. */
function narrowedTo({ narrowed }: Meaning, constant: Plain): Needs | undefined {
  return typeof constant === 'string' ? narrowed?.([constant]) : undefined;
}

/** Whether what is none (or false, or empty) most of the time is then never the same as the other. */
function isMissedBy({ momentary, type }: Meaning, other: Meaning): boolean {
  if (!momentary || type.kind === 'list') return false;
  return type.kind === 'boolean' ? other.constant === true : other.sure;
}

function mustBeNoZeroNode(place: Tree, { constant }: Meaning, other: Meaning): void {
  if (constant === 0 && other.type.kind === 'node') throw faultAt('zeroNode', place.at, place.length);
}

function ordering({ operator, left: a, right: b }: Binary, left: Meaning, right: Meaning): Meaning {
  for (const [place, { type }] of [
    [a, left],
    [b, right],
  ] as const) {
    if (isNumeric(type) || type.kind === 'text') continue;
    throw faultAt('operandType', place.at, place.length, {
      operator,
      wanted: 'numberOrText',
      got: nameOfType(type),
    });
  }
  if (isNumeric(left.type) !== isNumeric(right.type)) {
    const details = {
      operator,
      wanted: isNumeric(left.type) ? 'number' : 'text',
      got: nameOfType(right.type),
    };
    throw faultAt('operandType', b.at, b.length, details);
  }
  const [one, other] = [left.read, right.read];
  const holds = orders[operator as keyof typeof orders];
  return {
    ...ofBoth(left, right),
    momentary: left.momentary || right.momentary,
    read(scope) {
      const order = compare(one(scope), other(scope));
      return order !== undefined && holds(order);
    },
  };
}

const orders = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
};

/** `item in list`, or `list contains item`. None is in no list. */
function within(tree: Binary, item: Meaning, list: Meaning, left: Meaning, right: Meaning): Meaning {
  const [itemTree, listTree] = item === left ? [tree.left, tree.right] : [tree.right, tree.left];
  if (list.type.kind !== 'list') {
    throw faultAt('noList', listTree.at, listTree.length, { got: nameOfType(list.type) });
  }
  mustBePlain(itemTree, item);
  mustBePlain(listTree, list);
  if (!areComparable(item.type, list.type.of)) throw mismatch(tree, item.type, list.type.of);
  const narrow = Array.isArray(list.constant)
    ? narrowedToAll(item, list.constant as readonly Plain[])
    : undefined;
  const [one, many] = [item.read, list.read];
  return {
    ...ofBoth(left, right, narrow),
    momentary: narrow !== undefined || list.momentary || (item.momentary && item.type.kind !== 'boolean'),
    read(scope) {
      const value = one(scope);
      const items = many(scope);
      if (value === undefined || !Array.isArray(items)) return false;
      return items.some((other: Value) => isSame(other, value));
    },
  };
}

function narrowedToAll({ narrowed }: Meaning, constants: readonly Plain[]): Needs | undefined {
  const all = constants.filter((constant) => typeof constant === 'string');
  return all.length === constants.length ? narrowed?.(all) : undefined;
}

function ofTexts(
  { operator, left: a, right: b }: Binary,
  left: Meaning,
  right: Meaning,
  holds: (text: string, part: string) => boolean,
): Meaning {
  mustBe('text', a, left, operator);
  mustBe('text', b, right, operator);
  const [one, other] = [left.read, right.read];
  return {
    ...ofBoth(left, right),
    momentary: left.momentary || right.momentary,
    read(scope) {
      const text = one(scope);
      const part = other(scope);
      return typeof text === 'string' && typeof part === 'string' && holds(text, part);
    },
  };
}

function arithmetic(
  { left: a, right: b }: Binary,
  operator: Arithmetic,
  left: Meaning,
  right: Meaning,
): Meaning {
  mustBe('number', a, left, operator);
  mustBe('number', b, right, operator);
  const [one, other] = [left.read, right.read];
  const result = {
    ...ofBoth(left, right),
    type: NUMBER,
    sure: false,
    momentary: left.momentary || right.momentary,
  };
  if (!isNumber(left.constant) || !isNumber(right.constant)) {
    return { ...result, read: (scope) => calculate(operator, one(scope), other(scope)) };
  }
  const constant = calculate(operator, left.constant, right.constant);
  return { ...result, sure: constant !== undefined, read: () => constant, constant };
}
