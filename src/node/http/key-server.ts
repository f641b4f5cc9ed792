import { encodePair } from '../../etcd/key-server/gob.ts';
import type { HttpReply, HttpRequest } from '../../etcd/gateway/http.ts';
import { plainReply } from '../../etcd/gateway/reply.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { addCall } from '../core/calls.ts';
import type { KeyProposal } from '../core/key-proposals.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { takeConfChange } from '../server/member-calls.ts';
import { detectContentType } from './content-type.ts';
import { page, sendReply } from './respond.ts';

/**
 * The key server of etcd's raftexample: PUT and GET of a key, which is the whole request target, and POST and DELETE of a
 * node by its number. A put is answered before anybody has agreed to it, and a read asks nobody (contrib/raftexample,
 * httpapi.go).
 */
export function takeAtKeyServer(
  state: MemberState,
  request: number,
  http: HttpRequest,
  out: OutputBuilder,
): void {
  const answer = answerAtOnce(state, http);
  if ('head' in answer) return sendReply(state, request, answer, out);
  const { waiting } = state.keyProposals;
  state.keyProposals = { ...state.keyProposals, waiting: [...waiting, { request, proposal: answer }] };
  resumeKeyServer(state, out);
}

/** After every input: proposals go to raft as far as it takes them. */
export function resumeKeyServer(state: MemberState, out: OutputBuilder): void {
  for (;;) {
    const { taken, waiting } = state.keyProposals;
    if (taken !== undefined) {
      if (state.raft.lead === 0) return;
      state.keyProposals = { taken: undefined, waiting };
      propose(state, taken, out);
      continue;
    }
    const [next, ...rest] = waiting;
    if (next === undefined) return;
    state.keyProposals = { taken: next.proposal, waiting: rest };
    sendReply(state, next.request, page(204, {}, ''), out);
  }
}

/** The client has hung up before its proposal was taken: nobody makes it. */
export function forgetAtKeyServer(state: MemberState, request: number): void {
  const { taken, waiting } = state.keyProposals;
  if (!waiting.some((each) => each.request === request)) return;
  state.keyProposals = { taken, waiting: waiting.filter((each) => each.request !== request) };
}

function answerAtOnce({ etcd }: MemberState, { method, path, body }: HttpRequest): HttpReply | KeyProposal {
  const key = encodeUtf8(path);
  switch (method) {
    case 'PUT':
      return { type: 'put', pair: { key, value: body } };
    case 'GET': {
      const value = etcd.keys.get(key);
      if (value === undefined) return plainReply(404, 'Failed to GET');
      const reply = page(200, value.length === 0 ? {} : { 'Content-Type': detectContentType(value) }, '');
      return { ...reply, body: value };
    }
    case 'POST':
    case 'DELETE': {
      const nodeId = numberOf(path.slice(1));
      if (nodeId === undefined) return plainReply(400, `Failed on ${method}`);
      const type = method === 'POST' ? 'ConfChangeAddNode' : 'ConfChangeRemoveNode';
      return { type: 'change', change: { version: 1, id: 0, type, nodeId, context: undefined } };
    }
    default: {
      const { head, body: text } = plainReply(405, 'Method not allowed');
      return { head: { ...head, headers: { ...head.headers, Allow: 'PUT, GET, POST, DELETE' } }, body: text };
    }
  }
}

/** raftexample looks at nothing that becomes of it: what raft drops is lost. */
function propose(state: MemberState, proposal: KeyProposal, out: OutputBuilder): void {
  if (proposal.type === 'put') {
    state.raft.propose(encodePair(proposal.pair));
    return;
  }
  const { change } = proposal;
  const asked = { change, means: 'raft' } as const;
  const call = addCall(state, { type: 'own' }, { type: 'confChange', ...asked }, undefined);
  takeConfChange(state, call, asked, out);
}

/** Go's ParseUint with the base in the text, as far as nodes have numbers here; 0 is nobody's. */
function numberOf(text: string): number | undefined {
  const plain = text.replace(/^0(?=[0-7]+$)/, '0o');
  if (!/^(0x[0-9a-f]+|0o[0-7]+|0b[01]+|[1-9]\d*|0)$/i.test(plain)) return undefined;
  const number = Number(plain);
  return Number.isSafeInteger(number) ? number : undefined;
}
