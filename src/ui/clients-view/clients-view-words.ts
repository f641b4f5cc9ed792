import { microsToMs } from '../../base/flavor.ts';
import type { ClientHistory, SeenCall } from '../../lab/look/client-history.ts';
import type { ClientsViewWords } from '../../view/clients-view/clients-view-scene.ts';
import { formatNode } from '../../view/say/format.ts';
import { resultWords } from '../clients/call-words.ts';
import { commandWords } from '../command-words.ts';
import { t } from '../messages/say.ts';
import type { Judging } from './clients-view-store.ts';

/** The words of the picture, in the page's language. */
export function pictureWords(): ClientsViewWords {
  return {
    client: ({ call }) => call.client ?? t('clientsView:somebody'),
    label: callLabel,
    mark: (mark) =>
      mark.type === 'fault'
        ? commandWords(mark)
        : t('clientsView:elected', { node: formatNode(mark.node), term: String(mark.term) }),
    faults: t('clientsView:faults'),
    servers: t('clientsView:servers'),
  };
}

/** `get x → 1`, `put x=2`. */
export function callLabel({ call }: SeenCall): string {
  const { kind, kvs, status, label } = call;
  if (status !== 'ok') return `${label} ?`;
  if (kind !== 'get') return label;
  const found = kvs.map(({ key, value }) => (kvs.length === 1 ? value : `${key}=${value}`)).join(' ');
  return `${label} → ${found === '' ? t('clients:nothingFound') : found}`;
}

/** What was asked of whom, what came back, when. */
export function callWords({ call, invokedAt, returnedAt }: SeenCall): string {
  const { id, node, client, label, status } = call;
  const who = t('clientsView:call', {
    call: id,
    client: client ?? t('clientsView:somebody'),
    node: formatNode(node),
  });
  const from = ms(invokedAt);
  const when =
    returnedAt === undefined || status === 'unknown'
      ? t('clientsView:open', { from })
      : t('clientsView:called', { from, to: ms(returnedAt) });
  return [who, label, resultWords(call), when].filter((words) => words !== '').join(' · ');
}

function ms(at: number): number {
  return Math.round(microsToMs(at) * 10) / 10;
}

/** The verdict in a word or two; empty: there is none. */
export function verdictWords({ unjudged }: Pick<ClientHistory, 'unjudged'>, judging: Judging): string {
  if (unjudged !== undefined) return t('clientsView:verdict.unknown');
  return judging.type === 'judged' ? t(`clientsView:verdict.${judging.verdict.type}`) : '';
}

/** What the verdict says, and why. */
export function verdictReason(history: ClientHistory, judging: Judging): string {
  if (history.unjudged !== undefined) return t(`clientsView:says.${history.unjudged}`);
  if (history.calls.length === 0) return t('clientsView:nothing');
  if (judging.type === 'stopped') return t('clientsView:says.stopped');
  if (judging.type !== 'judged') return '';
  const { verdict, findings, points } = judging;
  if (verdict.type === 'linearizable') return t('clientsView:says.linearizable', { count: points.size });
  if (verdict.type === 'unknown') return t(`clientsView:says.${verdict.why}`);
  return t('clientsView:says.impossible', { call: history.seen[findings.first ?? 0]?.call.id ?? 0 });
}

/** Which of the calls had to come before which, and what is wrong with that; of large contradictions the first few. */
export function contradictionWords(calls: readonly SeenCall[]): readonly string[] {
  const pairs = calls.flatMap((a) => calls.filter((b) => isBefore(a, b)).map((b) => [a, b] as const));
  const said = pairs
    // What follows from two others is not said.
    .filter(([a, b]) => !calls.some((between) => isBefore(a, between) && isBefore(between, b)))
    .map(([a, b]) => t('clientsView:before', { first: a.call.id, second: b.call.id }));
  const back = pairs
    .filter(([a, b]) => (a.call.revision ?? 0) > (b.call.revision ?? Infinity))
    .map(([a, b]) =>
      t('clientsView:older', {
        first: a.call.id,
        newer: a.call.revision ?? 0,
        second: b.call.id,
        older: b.call.revision ?? 0,
      }),
    );
  return [...said, ...back].slice(0, SENTENCES);
}

const SENTENCES = 12;

function isBefore(a: SeenCall, b: SeenCall): boolean {
  return (a.returned ?? Infinity) < b.invoked;
}
