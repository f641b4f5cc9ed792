import type { TFunction } from 'i18next';
import type { NodeTrace } from '../../node/io.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { Count, EntryId } from '../../raft/trace.ts';
import { formatNode } from '../../view/say/format.ts';

/** One decision of a member as a sentence in the viewer's language, from the catalogue. */
export function traceSentence(t: TFunction<'inspector'>, trace: NodeTrace): string {
  const values = traceValues(t, trace);
  const reason = traceReason(trace);
  // Keys are made of the trace's own type and reason; a test holds that every one of them has its words.
  const key = reason === undefined ? `trace.${trace.type}` : `trace.${trace.type}.${reason}`;
  return (t as (key: string, values: object) => string)(key, values);
}

/** Which of several sentences a trace takes; undefined for those with one. */
export function traceReason(trace: NodeTrace): string | undefined {
  switch (trace.type) {
    case 'voteGranted':
    case 'voteIgnored':
      return trace.pre ? 'pre' : 'real';
    case 'voteCounted':
      return trace.result;
    case 'committed':
      return trace.by;
    case 'becameCandidate':
      return trace.transfer ? 'transfer' : 'timeout';
    case 'started':
      return trace.tornBytes > 0 ? 'torn' : 'whole';
    case 'quorumChecked':
      return trace.active ? 'active' : 'inactive';
    case 'readIndexAsked':
      return trace.mode;
    default:
      return 'reason' in trace ? trace.reason : undefined;
  }
}

/** The numbers of a trace as the catalogue's placeholders: members by name, positions as `index@term`, an empty log in words. */
function traceValues(t: TFunction<'inspector'>, trace: NodeTrace): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(trace) as [string, unknown][]) {
    if (name === 'type') continue;
    if (trace.type.startsWith('readIndex') && (name === 'from' || name === 'to') && value === 0)
      values[name] = t('ownClients');
    else if (
      MEMBERS.has(name) &&
      typeof value === 'number' &&
      !(name === 'from' && COUNTS_FROM.has(trace.type))
    )
      values[name] = value === 0 ? '–' : formatNode(value);
    else if (name === 'to' && trace.type !== 'committed' && typeof value === 'number')
      values[name] = formatNode(value);
    else if (name === 'counted') values[name] = countedWords(t, value as readonly Count[]);
    else if (Array.isArray(value)) values[name] = value.map((id) => formatNode(Number(id))).join(', ') || '–';
    else if (isEntryId(value))
      values[name] = value.index === 0 ? t('noEntry') : `${value.index}@${String(value.term)}`;
    else values[name] = typeof value === 'number' ? value : String(value);
  }
  if (trace.type === 'configSwitched') values['confState'] = formatConfState(trace.confState);
  // The old commit index itself is not news.
  if (trace.type === 'committed')
    values['range'] = trace.to === trace.from + 1 ? trace.to : `${trace.from + 1} … ${trace.to}`;
  return values;
}

/** `2 of 5 voters (n1, n2)`; of a joint configuration both halves. */
function countedWords(t: TFunction<'inspector'>, counted: readonly Count[]): string {
  return counted
    .map(({ have, voters }) => {
      const nodes = have.map(formatNode).join(', ') || '–';
      return t('counted', { have: have.length, voters, nodes });
    })
    .join(t('countedJoin'));
}

function group(ids: readonly number[]): string {
  return `(${ids.map(formatNode).join(' ')})`;
}

/** As etcd writes it: `voters=(n2 n3)&&(n1 n2) learners=(n4)`; the second group is the outgoing half of a joint one. */
function formatConfState({ voters, votersOutgoing, learners, learnersNext }: ConfState): string {
  const halves = [voters, votersOutgoing].filter((ids, i) => i === 0 || ids.length > 0);
  return [
    `voters=${halves.map(group).join('&&')}`,
    learners.length > 0 ? `learners=${group(learners)}` : '',
    learnersNext.length > 0 ? `learners_next=${group(learnersNext)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const MEMBERS: ReadonlySet<string> = new Set(['lead', 'candidate', 'from', 'vote', 'peer']);
/** Here `from` is a position of the log, not a member. */
const COUNTS_FROM: ReadonlySet<string> = new Set(['committed', 'logTruncated']);

function isEntryId(value: unknown): value is EntryId {
  return (
    typeof value === 'object' &&
    value !== null &&
    'term' in value &&
    'index' in value &&
    Object.keys(value).length === 2
  );
}
