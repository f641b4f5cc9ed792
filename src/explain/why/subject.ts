import * as v from 'valibot';
import { brief } from '../../base/brief.ts';
import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import * as part from '../../base/schema.ts';
import { CommandError } from '../../sim/command/command.ts';
import { parsed } from '../../sim/command/parsed.ts';

/** What somebody may ask about a node. */
export const nodeTopics = ['leading', 'campaign', 'progress', 'term', 'quorum'] as const;
export type NodeTopic = (typeof nodeTopics)[number];

/** What somebody asks *why* about. All of it is of the instant at the playhead. */
export type Subject =
  /** Why a member gave, refused or did not give its vote; the newest one asked for, unless candidate or term are named. */
  | {
      readonly type: 'vote';
      readonly voter: NodeId;
      readonly candidate?: NodeId | undefined;
      readonly term?: Term | undefined;
    }
  /** Why a message was lost, ignored, rejected, or has not arrived. */
  | { readonly type: 'message'; readonly id: number }
  /** Why an entry is not committed, or not applied. Without a term the newest of this index; a node: in its log. */
  | {
      readonly type: 'entry';
      readonly index: LogIndex;
      readonly term?: Term | undefined;
      readonly node?: NodeId | undefined;
    }
  /** Why nothing gets from one node to another. */
  | { readonly type: 'link'; readonly from: NodeId; readonly to: NodeId }
  /** Why nobody leads. */
  | { readonly type: 'leader' }
  /**
   * leading: why it still leads, or does not. campaign: why it does not become leader. progress: why its leader sends it nothing.
   * term: why its term is not the leader's. quorum: why a silent quorum does not depose it yet. Without a topic the one that is
   * most wrong with it.
   */
  | { readonly type: 'node'; readonly id: NodeId; readonly about?: NodeTopic | undefined }
  /** Why a leader sends a member nothing, or how it is doing; the leader of the highest term, unless named. */
  | { readonly type: 'progress'; readonly leader?: NodeId | undefined; readonly node: NodeId }
  /** Of a client's call, by its number: why a read is not answered, or answered with something old. */
  | { readonly type: 'read'; readonly call: number }
  /** Why a call is not answered, or was answered as it was. */
  | { readonly type: 'call'; readonly id: number }
  /** Why what a call proposed was dropped. */
  | { readonly type: 'proposal'; readonly call: number }
  /** Why a change of members was refused, or is not done; the newest, unless a call is named. */
  | { readonly type: 'confChange'; readonly call?: number | undefined }
  /** Why the leadership is not handed over; the newest transfer, unless its target is named. */
  | { readonly type: 'transfer'; readonly to?: NodeId | undefined }
  /** Why a lease has not run out yet; its id in hexadecimal, as etcdctl prints it. */
  | { readonly type: 'lease'; readonly id: string }
  /** Why a watch has not told of everything; the first of its stream, unless named. */
  | { readonly type: 'watch'; readonly stream: number; readonly watch?: number | undefined }
  /** Why an event happened. */
  | { readonly type: 'event'; readonly number: number };

export type SubjectType = Subject['type'];

const term = v.custom<Term>(
  (value) => typeof value === 'bigint' || Number.isSafeInteger(value),
  'a whole number',
);

const form = part.byType<Subject>('subject', {
  vote: part.fields({
    type: v.literal('vote'),
    voter: part.node,
    candidate: v.optional(part.node),
    term: v.optional(term),
  }),
  message: part.fields({ type: v.literal('message'), id: part.id }),
  entry: part.fields({
    type: v.literal('entry'),
    index: part.id,
    term: v.optional(term),
    node: v.optional(part.node),
  }),
  link: part.fields({ type: v.literal('link'), from: part.node, to: part.node }),
  leader: part.fields({ type: v.literal('leader') }),
  node: part.fields({
    type: v.literal('node'),
    id: part.node,
    about: v.optional(part.word(nodeTopics)),
  }),
  progress: part.fields({ type: v.literal('progress'), leader: v.optional(part.node), node: part.node }),
  read: part.fields({ type: v.literal('read'), call: part.id }),
  call: part.fields({ type: v.literal('call'), id: part.id }),
  proposal: part.fields({ type: v.literal('proposal'), call: part.id }),
  confChange: part.fields({ type: v.literal('confChange'), call: v.optional(part.id) }),
  transfer: part.fields({ type: v.literal('transfer'), to: v.optional(part.node) }),
  lease: part.fields({ type: v.literal('lease'), id: part.text }),
  watch: part.fields({ type: v.literal('watch'), stream: part.id, watch: v.optional(part.id) }),
  event: part.fields({ type: v.literal('event'), number: part.id }),
});

/** How many numbers stand between the brackets, at least and at most; and what they make. `node`: what `node(…).` says. */
interface Written {
  readonly least: number;
  readonly most: number;
  readonly make: (a: number, b: number | undefined, c: number | undefined, node: NodeId) => Subject;
}

/** By name; `node.` before it: said of a node. */
const written: Readonly<Record<string, Written>> = {
  vote: { least: 1, most: 3, make: (voter, candidate, term) => ({ type: 'vote', voter, candidate, term }) },
  message: { least: 1, most: 1, make: (id) => ({ type: 'message', id }) },
  entry: { least: 1, most: 2, make: (index, term) => ({ type: 'entry', index, term }) },
  'node.log': { least: 1, most: 2, make: (index, term, _, node) => ({ type: 'entry', index, term, node }) },
  link: { least: 2, most: 2, make: (from, to = NaN) => ({ type: 'link', from, to }) },
  leader: { least: 0, most: 0, make: () => ({ type: 'leader' }) },
  node: { least: 1, most: 1, make: (id) => ({ type: 'node', id }) },
  ...Object.fromEntries(
    nodeTopics.map((about) => [`node.${about}`, { least: 0, most: 0, make: topicMaker(about) }]),
  ),
  'node.progress': {
    least: 0,
    most: 1,
    make: (a, _b, _c, node) =>
      Number.isNaN(a)
        ? { type: 'node', id: node, about: 'progress' }
        : { type: 'progress', leader: node, node: a },
  },
  progress: { least: 1, most: 1, make: (node) => ({ type: 'progress', node }) },
  read: { least: 1, most: 1, make: (id) => ({ type: 'read', call: id }) },
  call: { least: 1, most: 1, make: (id) => ({ type: 'call', id }) },
  proposal: { least: 1, most: 1, make: (id) => ({ type: 'proposal', call: id }) },
  confChange: {
    least: 0,
    most: 1,
    make: (id) => ({ type: 'confChange', call: Number.isNaN(id) ? undefined : id }),
  },
  transfer: {
    least: 0,
    most: 1,
    make: (to) => ({ type: 'transfer', to: Number.isNaN(to) ? undefined : to }),
  },
  watch: { least: 1, most: 2, make: (stream, watch) => ({ type: 'watch', stream, watch }) },
  event: { least: 1, most: 1, make: (number) => ({ type: 'event', number }) },
};

function topicMaker(about: NodeTopic): Written['make'] {
  return (_a, _b, _c, id) => ({ type: 'node', id, about });
}

/** For whoever wrote something else. */
const EXAMPLES =
  'vote(2), vote(2, 3), message(17), link(1, 2), entry(5), node(2).log(5), leader, node(3), node(3).campaign, progress(2), ' +
  'node(1).progress(2), read(4), call(4), proposal(4), confChange, transfer, transfer(3), lease("326963a02758b527"), ' +
  'watch(1), event(17)';

/**
 * A subject as it was handed in, as data or written in the style of the language of conditions (`vote(2)`, `node(3).campaign`).
 * Throws a CommandError that says what is wrong with it and what it may be. Whether there is such a thing is the answer's to say.
 */
export function parseSubject(asked: unknown): Subject {
  if (typeof asked !== 'string') return parsed('why', form, asked);
  const subject = read(asked.trim());
  if (subject !== undefined) return subject;
  throw new CommandError('badArgument', `why: ${brief(asked)} is no subject; subjects are ${EXAMPLES}`);
}

const CALL = /^(?:node\((?<node>\d{1,9})\)\.)?(?<name>[a-zA-Z]{1,20})(?:\((?<given>[\d, ]{1,60})\))?$/u;
const LEASE = /^lease\("(?<id>[^"]{1,40})"\)$/u;

function read(text: string): Subject | undefined {
  const lease = LEASE.exec(text)?.groups?.['id'];
  if (lease !== undefined) return { type: 'lease', id: lease };
  const { node, name = '', given } = CALL.exec(text)?.groups ?? {};
  const key = node === undefined ? name : `node.${name}`;
  const of = Object.hasOwn(written, key) ? written[key] : undefined;
  const numbers = given === undefined ? [] : given.split(',').map((each) => numberOf(each.trim()));
  if (of === undefined || numbers.length < of.least || numbers.length > of.most) return undefined;
  if (numbers.some(Number.isNaN)) return undefined;
  const [a = NaN, b, c] = numbers;
  return of.make(a, b, c, Number(node));
}

/** Terms and indexes of scripts are small; a larger one is handed in as data. */
function numberOf(text: string): number {
  return /^\d{1,15}$/u.test(text) ? Number(text) : NaN;
}

/** How a subject is written: what `parseSubject` reads. */
export function subjectText(subject: Subject): string {
  switch (subject.type) {
    case 'vote':
      return call('vote', subject.voter, subject.candidate, subject.term);
    case 'message':
      return call('message', subject.id);
    case 'entry':
      return subject.node === undefined
        ? call('entry', subject.index, subject.term)
        : `node(${subject.node}).${call('log', subject.index, subject.term)}`;
    case 'link':
      return call('link', subject.from, subject.to);
    case 'leader':
      return 'leader';
    case 'node':
      return `node(${subject.id})${subject.about === undefined ? '' : `.${subject.about}`}`;
    case 'progress':
      return subject.leader === undefined
        ? call('progress', subject.node)
        : `node(${subject.leader}).${call('progress', subject.node)}`;
    case 'read':
    case 'proposal':
      return call(subject.type, subject.call);
    case 'call':
      return call('call', subject.id);
    case 'confChange':
      return subject.call === undefined ? 'confChange' : call('confChange', subject.call);
    case 'transfer':
      return subject.to === undefined ? 'transfer' : call('transfer', subject.to);
    case 'lease':
      return `lease("${subject.id}")`;
    case 'watch':
      return call('watch', subject.stream, subject.watch);
    case 'event':
      return call('event', subject.number);
  }
  return subject satisfies never;
}

function call(name: string, ...given: readonly (number | bigint | undefined)[]): string {
  return `${name}(${given.filter((each) => each !== undefined).join(', ')})`;
}
