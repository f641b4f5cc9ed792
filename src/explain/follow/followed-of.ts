import { isExpressionError } from '../../expression/expression-error.ts';
import { parse } from '../../expression/parse.ts';
import type { Tree } from '../../expression/tree.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { Followed } from './story.ts';

/**
 * What somebody wants to follow, as data or written: `entry(5)`, `entry(5, 2)` (of term 2), `node(3).log(5)`, `call(7)`. Throws a
 * CommandError that says what is wrong with it.
 */
export function followedOf(asked: unknown): Followed {
  if (typeof asked === 'string') return followedIn(asked);
  if (typeof asked === 'object' && asked !== null) {
    const { type, index, term, node, id } = asked as Readonly<Record<string, unknown>>;
    if (type === 'call' && isWhole(id)) return { type, id };
    const isEntry = type === 'entry' && isWhole(index) && (node === undefined || isWhole(node));
    if (isEntry && (term === undefined || typeof term === 'bigint' || isWhole(term)))
      return { type, index, term, node };
  }
  throw refused(
    'it is entry(5), node(3).log(5), call(7), {type: "entry", index, term?, node?} or {type: "call", id}',
  );
}

function followedIn(text: string): Followed {
  const tree = parse(text);
  if (isExpressionError(tree)) throw refused(`${tree.message} (at character ${tree.at + 1})`);
  if (tree.type === 'call') {
    const { of, name } = tree;
    const [first, second, ...more] = tree.args.map(wholeOf);
    if (first !== undefined && more.length === 0) {
      if (of === undefined && name === 'call' && tree.args.length === 1) return { type: 'call', id: first };
      if (of === undefined && name === 'entry' && (tree.args.length === 1 || second !== undefined))
        return { type: 'entry', index: first, term: second };
      const node = nodeOf(of);
      if (node !== undefined && name === 'log' && tree.args.length === 1)
        return { type: 'entry', index: first, node };
    }
  }
  throw refused(`${text} cannot be followed; entry(5), node(3).log(5) and call(7) can`);
}

function nodeOf(tree: Tree | undefined): number | undefined {
  if (tree?.type !== 'call' || tree.name !== 'node' || tree.of !== undefined || tree.args.length !== 1)
    return undefined;
  return wholeOf(tree.args[0]);
}

function wholeOf(tree: Tree | undefined): number | undefined {
  return tree?.type === 'number' && isWhole(tree.value) ? tree.value : undefined;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function refused(message: string): CommandError {
  return new CommandError('badArgument', `follow: ${message}`);
}
