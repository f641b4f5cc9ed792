import { formatEdn, isNamed, type Edn } from './edn.ts';
import type { OperationContent } from './history.ts';
import type { JepsenPair } from './jepsen.ts';

/**
 * What the operations of a Jepsen history mean to a register, as its tests write them down:
 *
 *     one register        :write 3            :read nil → 3            :cas [2 4]
 *     a register a key    :write [k 3]        :read [k nil] → [k 3]    :cas [k [2 4]]     (jepsen.independent)
 *     with versions       :write [k [nil 3]]  :read [k [nil nil]] → [k [1 3]]             (jepsen.etcd's register)
 *
 * Which of these it is, its writes say (its reads where there are none). Anything else (transactions, sets, queues) is no register.
 */
export function jepsenContents(pairs: readonly JepsenPair[]): (OperationContent | undefined)[] {
  const shape = shapeOf(pairs);
  return pairs.map((pair) => contentOf(pair, shape));
}

type Shape = 'one' | 'keyed' | 'versioned';

function shapeOf(pairs: readonly JepsenPair[]): Shape {
  const ofName = (name: string): Edn[] =>
    pairs
      .filter(({ invoke }) => isNamed(invoke.f, 'keyword') && invoke.f.name === name)
      .map(({ invoke }) => invoke.value);
  const writes = ofName('write');
  const told = writes.length > 0 ? writes : ofName('read');
  const inner = told.map((value) => pairOf(value)?.[1]);
  if (told.length === 0 || inner.includes(undefined)) return 'one';
  return inner.every((value) => pairOf(value) !== undefined) ? 'versioned' : 'keyed';
}

function contentOf({ invoke, completion }: JepsenPair, shape: Shape): OperationContent {
  const name = isNamed(invoke.f, 'keyword') ? invoke.f.name : formatEdn(invoke.f);
  const other: OperationContent = { type: 'other', name };
  const asked = ofKey(invoke.value, shape);
  if (asked === undefined) return other;
  const { key } = asked;
  switch (name) {
    case 'read': {
      const answer = completion === undefined ? asked : ofKey(completion.value, shape);
      if (answer === undefined)
        return completion?.type === 'ok'
          ? other
          : { type: 'register', action: 'read', key, value: undefined };
      return { type: 'register', action: 'read', key, value: valueOf(answer.value) };
    }
    case 'write':
      return { type: 'register', action: 'write', key, value: valueOf(asked.value) };
    case 'cas': {
      const change = pairOf(asked.value);
      if (change === undefined) return other;
      const [expected, value] = [valueOf(change[0]), valueOf(change[1])];
      return { type: 'register', action: 'compareAndSet', key, expected, value };
    }
    default:
      return other;
  }
}

function ofKey(value: Edn, shape: Shape): { readonly key: string; readonly value: Edn } | undefined {
  if (shape === 'one') return { key: '', value };
  const keyed = pairOf(value);
  if (keyed === undefined) return undefined;
  const [key, own] = keyed;
  if (shape === 'keyed') return { key: formatEdn(key), value: own };
  const versioned = pairOf(own);
  return versioned && { key: formatEdn(key), value: versioned[1] };
}

/** A vector of two; independent's tuples may say their name. */
function pairOf(value: Edn | undefined): readonly [Edn, Edn] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.type === 'tagged') return pairOf(value.value);
  if (value.type !== 'vector' || value.items.length !== 2) return undefined;
  const [first, second] = value.items;
  return first === undefined || second === undefined ? undefined : [first, second];
}

function valueOf(value: Edn): string | undefined {
  return value === null ? undefined : formatEdn(value);
}
