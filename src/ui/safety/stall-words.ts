import { t } from 'i18next';
import type { Chance, Stall, VoterAnswer } from '../../check/progress/stall.ts';
import type { NodeId } from '../../base/flavor.ts';
import { formatNode, formatSeconds } from '../../view/say/format.ts';

/** What is stalled, since when, and why, in the viewer's language. */
export function stallWords({ because, since }: Stall): string {
  const when = t('safety:stall.since', { seconds: formatSeconds(since) });
  if (because.type === 'noLeader')
    return `${when} ${t('safety:stall.noLeader', { chances: because.chances.map(chanceWords).join(' ') })}`;
  const values: Record<string, string> = {};
  for (const [field, value] of Object.entries(because) as [string, unknown][]) {
    if (typeof value === 'number')
      values[field] = NODE_FIELDS.has(field) ? formatNode(value) : value.toString();
    else if (typeof value === 'bigint') values[field] = value.toString();
    else if (typeof value === 'string') values[field] = value;
  }
  return `${when} ${t(`safety:stall.${because.type}`, { when, ...values })}`;
}

const NODE_FIELDS: ReadonlySet<string> = new Set(['leader', 'node', 'to']);

function chanceWords({ node, wins, refusal, voters }: Chance): string {
  const name = formatNode(node);
  if (refusal !== undefined) return t(`safety:stall.chance.${refusal}`, { node: name });
  if (wins) return t('safety:stall.chance.wins', { node: name });
  const answers = voters.flatMap(({ voter, answer }) => answerWords(voter, answer) ?? []).join(', ');
  return t('safety:stall.chance.fails', { node: name, answers });
}

function answerWords(id: NodeId, answer: VoterAnswer): string | undefined {
  const voter = formatNode(id);
  switch (answer.type) {
    case 'grants':
      return undefined;
    case 'inLease':
      return t('safety:stall.answer.inLease', { voter, ticks: answer.ticks, lead: formatNode(answer.lead) });
    case 'logBehind':
      return t('safety:stall.answer.logBehind', {
        voter,
        ownIndex: answer.own.index,
        ownTerm: String(answer.own.term),
      });
    default:
      return t(`safety:stall.answer.${answer.type}`, { voter });
  }
}
