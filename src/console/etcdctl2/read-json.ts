import * as v from 'valibot';
import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { readWholeJson } from '../../etcd/rpc/json-tree.ts';
import { ClientError } from './client-error.ts';

/** What a body holds. Throws ClientError in the words of Go's encoding/json. */
export function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  body: string,
): v.InferOutput<Schema> {
  const tree = readWholeJson(encodeUtf8(body));
  if (typeof tree === 'string') throw new ClientError(tree, false);
  const read = v.safeParse(schema, JSON.parse(body));
  if (read.success) return read.output;
  const at = read.issues[0]?.path?.map(({ key }) => String(key)).join('.') ?? '';
  throw new ClientError(
    `json: cannot unmarshal ${tree.type} into Go value${at === '' ? '' : ` at ${at}`}`,
    false,
  );
}

/** `["a","b"]`, as Go writes it. */
export function jsonTextList(texts: readonly string[]): string {
  return `[${texts.map(jsonOfText).join(',')}]`;
}
