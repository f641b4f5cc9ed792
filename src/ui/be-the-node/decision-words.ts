import type { TFunction } from 'i18next';
import type { Answer, Asked, AskedMessage, Decision } from '../../explain/decisions/decision.ts';
import type { EntryId } from '../../raft/trace.ts';
import { formatNode } from '../../view/say/format.ts';
import { numbersInWords } from '../why/why-words.ts';

type T = TFunction<'asNode'>;

/** What the node is asked, as a sentence. */
export function askedWords(t: T, { asked, before }: Decision): string {
  switch (asked.type) {
    case 'message':
      return t(`asked.${questionOf(asked.message, before.term)}`, messageValues(asked.message));
    case 'quorumCheck':
      return t('asked.quorumCheck', { heard: asked.heard.map(formatNode).join(' ') });
    case 'disk':
      return before.state === 'StateLeader' ? t('asked.disk', { match: asked.match }) : t('asked.ownVote');
    default:
      return t(`asked.${asked.type}`);
  }
}

function questionOf({ type, entries, reject, term }: AskedMessage, own: AskedMessage['term']) {
  switch (type) {
    case 'MsgVote':
      return 'vote';
    case 'MsgPreVote':
      return 'preVote';
    case 'MsgApp':
      return entries?.length === 0 ? 'commit' : 'append';
    case 'MsgHeartbeat':
      return 'heartbeat';
    case 'MsgSnap':
      return 'snapshot';
    case 'MsgAppResp':
      return term > own ? 'newerTerm' : reject === true ? 'refused' : 'acknowledged';
    case 'MsgVoteResp':
    case 'MsgPreVoteResp':
      return 'voted';
    case 'MsgTimeoutNow':
      return 'timeoutNow';
    case 'MsgReadIndex':
      return 'read';
    case 'MsgProp':
      return 'proposal';
    default:
      return 'other';
  }
}

function messageValues({ type, from, term, index = 0 }: AskedMessage) {
  return { type, from: formatNode(from), term: String(term), index };
}

export function answerWords(t: T, why: TFunction<'why'>, { code, numbers }: Answer): string {
  return t(`answer.${code}`, numbersInWords(why, numbers));
}

/** What a message says, a field a row. */
export function messageRows(t: T, message: AskedMessage): readonly (readonly [string, string])[] {
  const { type, term, position, entries, commit, index, reject, hint, transfer } = message;
  const isVote = type === 'MsgVote' || type === 'MsgPreVote';
  const place = type === 'MsgSnap' ? 'snapshot' : isVote ? 'last' : 'position';
  const first = (position?.index ?? 0) + 1;
  const brought = entries?.map((each, i) => positionWords({ index: first + i, term: each })).join(' ');
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('field.term'), term === 0 ? t('noTerm') : String(term)],
    [t(`field.${place}`), position && positionWords(position)],
    [t('field.entries'), brought === '' ? t('noEntries') : brought],
    [t('field.commit'), commit === undefined ? undefined : String(commit)],
    [t('field.reject'), reject === undefined ? undefined : t(reject ? 'refused' : 'granted')],
    [t('field.index'), index === undefined ? undefined : String(index)],
    [t('field.hint'), hint && positionWords(hint)],
    [t('field.transfer'), transfer === true ? t('yes') : undefined],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** `5@2`: index and term, as everywhere on the page. */
export function positionWords({ index, term }: EntryId): string {
  return index === 0 ? '–' : `${index}@${String(term)}`;
}

/** What comes with the question: the message that arrives. */
export function messageOf(asked: Asked): { readonly id: number; readonly message: AskedMessage } | undefined {
  return asked.type === 'message' ? asked : undefined;
}
