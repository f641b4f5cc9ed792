import { decodeUtf8 } from '../../base/utf8.ts';
import { readWholeJson, unquote, type JsonNode } from '../../etcd/rpc/json-tree.ts';

/** What a body holds, or in Go's words why it holds nothing (encoding/json: Unmarshal into a struct). */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** The members of the object that a body is; of `null` none. */
export function readObject(body: Uint8Array, type: string): Read<ReadonlyMap<string, JsonNode>> {
  const node = readWholeJson(body);
  if (typeof node === 'string') return { ok: false, problem: node };
  if (node.type === 'null') return { ok: true, value: new Map() };
  if (node.type === 'object') return { ok: true, value: node.members };
  return { ok: false, problem: `json: cannot unmarshal ${kindOf(node)} into Go value of type ${type}` };
}

/** A field by its name, for which capitals do not count, exact names first. */
export function fieldOf(members: ReadonlyMap<string, JsonNode>, name: string): JsonNode | undefined {
  const exact = members.get(name);
  if (exact !== undefined) return exact;
  for (const [key, value] of members) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

/** A list of strings; absent or null: none. `path`: of the field as Go names it. */
export function stringsOf(node: JsonNode | undefined, path: string): Read<readonly string[] | undefined> {
  if (node === undefined || node.type === 'null') return { ok: true, value: undefined };
  if (node.type !== 'array') return mismatch(node, path, '[]string');
  const texts: string[] = [];
  for (const item of node.items) {
    const text = stringOf(item, path);
    if (!text.ok) return text;
    texts.push(text.value ?? '');
  }
  return { ok: true, value: texts };
}

/** A string; absent or null: undefined. */
export function stringOf(node: JsonNode | undefined, path: string): Read<string | undefined> {
  if (node === undefined || node.type === 'null') return { ok: true, value: undefined };
  if (node.type !== 'string') return mismatch(node, path, 'string');
  return { ok: true, value: decodeUtf8(unquote(node.raw)) };
}

function mismatch(node: JsonNode, path: string, type: string): Read<never> {
  const problem = `json: cannot unmarshal ${kindOf(node)} into Go struct field ${path} of type ${type}`;
  return { ok: false, problem };
}

function kindOf(node: JsonNode): string {
  return node.type;
}
