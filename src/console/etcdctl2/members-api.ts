import * as v from 'valibot';
import type { Running } from '../kernel/process.ts';
import { pathBeneath, type Action, type Client } from './client.ts';
import { ClientError } from './client-error.ts';
import { jsonTextList, readJson } from './read-json.ts';

const memberSchema = v.object({
  id: v.optional(v.string(), ''),
  name: v.optional(v.string(), ''),
  peerURLs: v.nullish(v.array(v.string())),
  clientURLs: v.nullish(v.array(v.string())),
});
const membersSchema = v.object({ members: v.nullish(v.array(memberSchema)) });
const messageSchema = v.object({ message: v.optional(v.string(), '') });

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly peerURLs: readonly string[];
  readonly clientURLs: readonly string[];
}

const MEMBERS = '/v2/members';

/** All of them. Throws ClientError. */
export function* readMembers(client: Client, until: number): Running<readonly Member[]> {
  const { status, body } = yield* client.do(get(MEMBERS), until);
  expectStatus(status, [200]);
  return (readJson(membersSchema, body).members ?? []).map(memberOf);
}

export function* readLeader(client: Client, until: number): Running<Member> {
  const { status, body } = yield* client.do(get(MEMBERS, 'leader'), until);
  expectStatus(status, [200]);
  return memberOf(readJson(memberSchema, body));
}

/** Gives the new member. */
export function* addMember(client: Client, peerUrls: readonly string[], until: number): Running<Member> {
  const { status, body } = yield* client.do(withUrls('POST', pathBeneath(MEMBERS), peerUrls), until);
  expectStatus(status, [201, 409]);
  if (status !== 201) throw saidBy(body);
  return memberOf(readJson(memberSchema, body));
}

export function* updateMember(
  client: Client,
  id: string,
  peerUrls: readonly string[],
  until: number,
): Running<void> {
  const { status, body } = yield* client.do(withUrls('PUT', pathBeneath(MEMBERS, id), peerUrls), until);
  expectStatus(status, [204, 404, 409]);
  if (status !== 204) throw saidBy(body);
}

export function* removeMember(client: Client, id: string, until: number): Running<void> {
  const { status } = yield* client.do({ method: 'DELETE', pathAt: pathBeneath(MEMBERS, id) }, until);
  expectStatus(status, [204, 410]);
}

function get(...path: readonly string[]): Action {
  return { method: 'GET', pathAt: pathBeneath(...path) };
}

function withUrls(method: string, pathAt: Action['pathAt'], urls: readonly string[]): Action {
  return { method, pathAt, type: 'application/json', body: `{"peerURLs":${jsonTextList(urls)}}` };
}

function memberOf({ id, name, peerURLs, clientURLs }: v.InferOutput<typeof memberSchema>): Member {
  return { id, name, peerURLs: peerURLs ?? [], clientURLs: clientURLs ?? [] };
}

function saidBy(body: string): ClientError {
  return new ClientError(readJson(messageSchema, body).message, false);
}

export function expectStatus(status: number, wanted: readonly number[]): void {
  if (!wanted.includes(status)) throw new ClientError(`unexpected status code ${status}`, false);
}
