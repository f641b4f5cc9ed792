import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import type { Process } from '../kernel/process.ts';
import type { KeyAnswer, KeyNode } from './keys-api.ts';

/** An answer on a key as --output wants it. */
export function printAnswer(process: Process, answer: KeyAnswer, format: string): void {
  switch (format) {
    case 'simple':
      return process.write(1, simple(answer));
    case 'extended':
      return process.write(1, extended(answer));
    case 'json':
      return process.write(1, `${json(answer)}\n`);
    default:
      return process.write(2, `Unsupported output format: ${format}\n`);
  }
}

function simple({ action, node, prevNode }: KeyAnswer): string {
  return action === 'delete' ? `PrevNode.Value: ${prevNode?.value ?? ''}\n` : `${node.value}\n`;
}

function extended({ action, node, prevNode, index }: KeyAnswer): string {
  return [
    `Key: ${node.key}\n`,
    `Created-Index: ${node.createdIndex}\n`,
    `Modified-Index: ${node.modifiedIndex}\n`,
    ...(prevNode === undefined ? [] : [`PrevNode.Value: ${prevNode.value}\n`]),
    `TTL: ${node.ttl}\n`,
    `Index: ${index}\n`,
    ...(action === 'delete' ? [] : [`\n${node.value}\n`]),
  ].join('');
}

/** As Go prints the client's own structure: other fields than the member's answer. */
function json({ action, node, prevNode }: KeyAnswer): string {
  const before = prevNode === undefined ? 'null' : jsonOfNode(prevNode);
  return `{"action":${jsonOfText(action)},"node":${jsonOfNode(node)},"prevNode":${before}}`;
}

function jsonOfNode(node: KeyNode): string {
  const fields = [
    `"key":${jsonOfText(node.key)}`,
    ...(node.isDir ? ['"dir":true'] : []),
    `"value":${jsonOfText(node.value)}`,
    `"nodes":${node.nodes === undefined ? 'null' : `[${node.nodes.map(jsonOfNode).join(',')}]`}`,
    `"createdIndex":${node.createdIndex}`,
    `"modifiedIndex":${node.modifiedIndex}`,
    ...(node.expiration === undefined ? [] : [`"expiration":${jsonOfText(node.expiration)}`]),
    ...(node.ttl === 0 ? [] : [`"ttl":${node.ttl}`]),
  ];
  return `{${fields.join(',')}}`;
}
