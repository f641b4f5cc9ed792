import { compileText } from '../../expression/compile.ts';
import { isExpressionError } from '../../expression/expression-error.ts';
import { parse } from '../../expression/parse.ts';
import type { Tree } from '../../expression/tree.ts';
import type { LeaseId } from '../../etcd/request.ts';
import { CommandError } from '../../sim/command/command.ts';
import { placeFields, type Place, type PlaceField } from './place.ts';

/**
 * A place as somebody writes it (place.ts has the forms), also in short: `term(2)`, `commit(2)`. Throws a CommandError
 * that says where the text is wrong, or that it names nothing that has an origin.
 */
export function placeOf(text: unknown): Place {
  if (typeof text !== 'string') throw refused('a place is a text, as node(3).term');
  const tree = parse(text);
  if (isExpressionError(tree)) throw refused(`${tree.message} (at character ${tree.at + 1})`);
  const place = placeIn(tree);
  if (place !== undefined) return place;
  const compiled = compileText(text);
  if (isExpressionError(compiled)) throw refused(`${compiled.message} (at character ${compiled.at + 1})`);
  throw refused(
    `${text} is no single value with an origin; some are node(3).term, node(3).log(5).term, key("a").value, call(7).status`,
  );
}

function placeIn(tree: Tree): Place | undefined {
  if (
    tree.type === 'call' &&
    tree.of === undefined &&
    isPlaceField(tree.name) &&
    tree.args[0]?.type === 'number'
  ) {
    const node = wholeOf(tree.args[0]);
    if (node === undefined || tree.args.length !== 1) return undefined;
    return { type: 'field', node, field: tree.name };
  }
  if (tree.type === 'call') return thingPlace(tree, '');
  return tree.type === 'field' ? placeOfField(tree) : undefined;
}

function placeOfField({ of, name }: Extract<Tree, { readonly type: 'field' }>): Place | undefined {
  const node = nodeOf(of);
  if (node !== undefined) {
    return isPlaceField(name) ? { type: 'field', node, field: name } : undefined;
  }
  if (of.type === 'field' && of.name === 'hardState') return hardStatePlace(nodeOf(of.of), name);
  if (of.type === 'field' && of.name === 'last' && of.of.type === 'call') return clientPlace(of.of);
  if (of.type === 'field' && (of.name === 'config' || of.name === 'snapshot')) {
    const owner = nodeOf(of.of);
    return owner === undefined ? undefined : { type: 'field', node: owner, field: of.name };
  }
  return of.type === 'call' ? thingPlace(of, name) : undefined;
}

/** `client("A").last.status` */
function clientPlace({ of, name, args }: Extract<Tree, { readonly type: 'call' }>): Place | undefined {
  const [client] = args;
  if (of !== undefined || name !== 'client' || client?.type !== 'text') return undefined;
  return { type: 'client', name: client.value };
}

function hardStatePlace(node: number | undefined, field: string): Place | undefined {
  if (node === undefined || (field !== 'term' && field !== 'vote' && field !== 'commit')) return undefined;
  return { type: 'hardState', node, field };
}

function isPlaceField(name: string): name is PlaceField {
  return (placeFields as readonly string[]).includes(name);
}

/** `of.name(..)`, of which somebody wants a field; '': the thing itself. */
function thingPlace(
  { of, name, args }: Extract<Tree, { readonly type: 'call' }>,
  field: string,
): Place | undefined {
  const node = of === undefined ? undefined : nodeOf(of);
  if (of !== undefined && node === undefined) return undefined;
  const number = wholeOf(args[0]);
  switch (name) {
    case 'log':
      return node === undefined || number === undefined ? undefined : { type: 'entry', node, index: number };
    case 'progress': {
      if (node === undefined || number === undefined) return undefined;
      if (field !== 'match' && field !== 'next' && field !== 'state') return undefined;
      return { type: 'progress', node, of: number, field };
    }
    case 'key':
      return args[0]?.type === 'text' ? { type: 'key', node, key: args[0].value, field } : undefined;
    case 'lease': {
      const id = leaseOf(args[0]);
      const isEnd = field === 'endsAt' || field === 'remaining' || field === 'left';
      return id === undefined ? undefined : { type: 'lease', node, id, field: isEnd ? 'endsAt' : 'ttl' };
    }
    case 'call':
      return number === undefined || of !== undefined ? undefined : { type: 'call', id: number };
    default:
      return undefined;
  }
}

function nodeOf(tree: Tree): number | undefined {
  if (tree.type !== 'call' || tree.of !== undefined || tree.name !== 'node' || tree.args.length !== 1)
    return undefined;
  return wholeOf(tree.args[0]);
}

function wholeOf(tree: Tree | undefined): number | undefined {
  return tree?.type === 'number' && Number.isSafeInteger(tree.value) ? Number(tree.value) : undefined;
}

/** As etcdctl prints it, in hexadecimal, or as a number. */
function leaseOf(tree: Tree | undefined): LeaseId | undefined {
  if (tree?.type === 'number') return BigInt(tree.value);
  if (tree?.type !== 'text' || !/^[0-9a-f]{1,16}$/i.test(tree.value)) return undefined;
  return BigInt.asIntN(64, BigInt(`0x${tree.value}`));
}

function refused(message: string): CommandError {
  return new CommandError('badArgument', `origin: ${message}`);
}
