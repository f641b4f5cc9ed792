import { decodeUtf8 } from '../../base/utf8.ts';
import { jsonOfText } from '../rpc/json-write.ts';
import { readNextJson, unquote, type JsonNode } from '../rpc/json-tree.ts';

/** A body or a stored value that is not what it should be. What Go says of it is told to nobody. */
export class NotReadable extends Error {
  override name = 'NotReadable';
}

/** A list of texts; undefined: null, which Go keeps apart from a list of none. */
export type Texts = readonly string[] | undefined;

/** The first JSON value of the bytes as an object's members; of null none. What follows is not looked at. */
export function readFields(bytes: Uint8Array): ReadonlyMap<string, JsonNode> {
  const read = readNextJson(bytes, 0);
  if (read.type !== 'value') throw new NotReadable();
  return fieldsOf(read.node) ?? new Map();
}

/** Undefined: null, or absent. */
export function fieldsOf(node: JsonNode | undefined): ReadonlyMap<string, JsonNode> | undefined {
  if (node === undefined || node.type === 'null') return undefined;
  if (node.type !== 'object') throw new NotReadable();
  return node.members;
}

/** A member by its name, for which capitals do not count, the exact one first. */
export function member(
  fields: ReadonlyMap<string, JsonNode> | undefined,
  name: string,
): JsonNode | undefined {
  if (fields === undefined) return undefined;
  const exact = fields.get(name);
  if (exact !== undefined) return exact;
  for (const [key, node] of fields) if (key.toLowerCase() === name) return node;
  return undefined;
}

export function textOf(node: JsonNode | undefined): string {
  if (node === undefined || node.type === 'null') return '';
  if (node.type !== 'string') throw new NotReadable();
  return decodeUtf8(unquote(node.raw));
}

export function textsOf(node: JsonNode | undefined): Texts {
  if (node === undefined || node.type === 'null') return undefined;
  if (node.type !== 'array') throw new NotReadable();
  return node.items.map(textOf);
}

export function jsonOfTexts(texts: Texts): string {
  return texts === undefined ? 'null' : `[${texts.map(jsonOfText).join()}]`;
}

/** Whether Go takes them for the same. */
export function sameTexts(a: Texts, b: Texts): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

/** Ascending by bytes, as Go sorts texts. */
export function sorted(texts: Iterable<string>): readonly string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : Number(a > b)));
}
