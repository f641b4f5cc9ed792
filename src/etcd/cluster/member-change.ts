import { unreachable } from '../../base/assert.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { ConfChangeType } from '../../raft/entry.ts';
import type { ClusterMember, MemberId } from '../request.ts';

/** A change of members, as a client asks for it and as the log holds it in a ConfChange. */
export type MemberChange =
  /** As voter or as learner; of a bootstrap's member the name is known already, of one to be started it is empty. */
  | { readonly type: 'add'; readonly member: ClusterMember }
  | { readonly type: 'promote' | 'remove'; readonly id: MemberId }
  | { readonly type: 'update'; readonly id: MemberId; readonly peerUrls: readonly string[] };

/** Bytes that are no context of a ConfChange, or not of the member the change names. */
export class MemberChangeFormatError extends Error {
  override name = 'MemberChangeFormatError';
}

export function memberIdOf(change: MemberChange): MemberId {
  return change.type === 'add' ? change.member.id : change.id;
}

export function confChangeTypeOf(change: MemberChange): ConfChangeType {
  switch (change.type) {
    case 'add':
      return change.member.isLearner ? 'ConfChangeAddLearnerNode' : 'ConfChangeAddNode';
    case 'promote':
      return 'ConfChangeAddNode';
    case 'update':
      return 'ConfChangeUpdateNode';
    case 'remove':
      return 'ConfChangeRemoveNode';
    default:
      return unreachable(change);
  }
}

/**
 * ConfChange.Context as etcd writes it: JSON of membership.Member, of ConfigChangeContext for a promotion, nothing for
 * a removal. For example {"id":10276657743932975437,"peerURLs":["http://localhost:2380"],"name":"default"}.
 */
export function encodeMemberChange(change: MemberChange): Uint8Array | undefined {
  switch (change.type) {
    case 'add':
      return encodeStoredMember(change.member);
    case 'promote':
      return encodeUtf8(`{"id":${change.id},"peerURLs":null,"isPromote":true}`);
    case 'update':
      return encodeUtf8(`{"id":${change.id},"peerURLs":${goList(change.peerUrls)}}`);
    case 'remove':
      return undefined;
    default:
      return unreachable(change);
  }
}

/** membership.Member as JSON: in the context of a change, and in etcd's database. */
export function encodeStoredMember({ id, peerUrls, isLearner, ...attributes }: ClusterMember): Uint8Array {
  const learner = isLearner ? ',"isLearner":true' : '';
  return encodeUtf8(
    `{"id":${id},"peerURLs":${goList(peerUrls)}${learner}${attributeFields(attributes, ',')}}`,
  );
}

/** id: the member a removal is about, since its context does not say; otherwise checked. Throws MemberChangeFormatError. */
export function decodeMemberChange(
  type: ConfChangeType,
  id: MemberId,
  context: Uint8Array | undefined,
): MemberChange {
  if (type === 'ConfChangeRemoveNode') return { type: 'remove', id };
  const json = parseMember(context);
  if (json.id !== id)
    throw new MemberChangeFormatError(`a change of member ${id} with the context of ${json.id}`);
  if (json.isPromote) return { type: 'promote', id };
  const { peerUrls } = json;
  if (type === 'ConfChangeUpdateNode') return { type: 'update', id, peerUrls };
  const { name, clientUrls, isLearner } = json;
  return { type: 'add', member: { id, name, peerUrls, clientUrls, isLearner } };
}

/** What a member says of itself once it runs: membership.Attributes as JSON, the value of a v2 write. */
export function encodeAttributes(attributes: MemberAttributes): string {
  return `{${attributeFields(attributes, '')}}`;
}

/** What the cluster knows of a member whether it runs or not: membership.RaftAttributes as JSON. */
export function encodeRaftAttributes({ peerUrls, isLearner }: ClusterMember): string {
  return `{"peerURLs":${goList(peerUrls)}${isLearner ? ',"isLearner":true' : ''}}`;
}

export interface MemberAttributes {
  readonly name: string;
  readonly clientUrls: readonly string[];
}

/** Throws MemberChangeFormatError. */
export function decodeAttributes(text: string): MemberAttributes {
  const fields = parseObject(text);
  return { name: textOf(fields['name']), clientUrls: textsOf(fields['clientURLs']) };
}

function attributeFields({ name, clientUrls }: MemberAttributes, before: string): string {
  const fields: string[] = [];
  if (name !== '') fields.push(`"name":${goString(name)}`);
  if (clientUrls.length > 0) fields.push(`"clientURLs":${goList(clientUrls)}`);
  return fields.length === 0 ? '' : before + fields.join(',');
}

/** Go's encoding/json: also what could end a script in HTML is escaped, and no short form but for \n, \r, \t. */
function goString(text: string): string {
  return JSON.stringify(text)
    .replaceAll('\\b', '\\u0008')
    .replaceAll('\\f', '\\u000c')
    .replace(
      /[<>&\u2028\u2029]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );
}

function goList(texts: readonly string[]): string {
  return `[${texts.map(goString).join(',')}]`;
}

interface MemberJson extends ClusterMember {
  readonly isPromote: boolean;
}

function parseMember(context: Uint8Array | undefined): MemberJson {
  if (context === undefined) throw new MemberChangeFormatError('a change of members without its context');
  const text = decodeUtf8(context);
  const fields = parseObject(text);
  // The id is beyond what a number holds, so its digits are read from the text; in a string they cannot stand like this.
  const digits = /"id"\s*:\s*([0-9]+)/u.exec(text)?.[1];
  if (digits === undefined) throw new MemberChangeFormatError('a member without id');
  return {
    id: BigInt(digits),
    name: textOf(fields['name']),
    peerUrls: textsOf(fields['peerURLs']),
    clientUrls: textsOf(fields['clientURLs']),
    isLearner: fields['isLearner'] === true,
    isPromote: fields['isPromote'] === true,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MemberChangeFormatError('not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new MemberChangeFormatError('not an object');
  return value as Readonly<Record<string, unknown>>;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new MemberChangeFormatError('not a string');
  return value;
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new MemberChangeFormatError('not a list');
  return value.map(textOf);
}
