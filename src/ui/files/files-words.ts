import i18next, { t } from 'i18next';
import type { SavingNote } from '../../datadir/exchange/data-dir.ts';
import type { OpeningNote } from '../../datadir/exchange/lab-from.ts';
import type { LabOfFiles } from '../../host/files/files-calls.ts';
import type { GatherNote } from '../../datadir/verdict/member-files.ts';
import type {
  Advice,
  Comparison,
  EtcdStart,
  Finding,
  FirstDifference,
  Loss,
} from '../../datadir/verdict/report.ts';
import { formatNode } from '../../view/say/format.ts';
import { filesVerdict } from '../messages/zh-CN/files-verdict.ts';
import { FilesRefused } from './files-error.ts';

/** Which values a text needs is not known to the types where the text is not: the reports say. */
const say = t as unknown as (key: string, values?: Readonly<Record<string, unknown>>) => string;

type Data = Finding['data'];

/**
 * What a report says, in the viewer's language: English as the report has it, Chinese by its code. etcd's own words are as they are in any
 * language.
 */
function byCode(list: keyof typeof filesVerdict, code: string, words: string, data: Data): string {
  if (i18next.language !== 'zh-CN') return words;
  const sentences: Readonly<Record<string, string>> = filesVerdict[list];
  return (
    sentences[code]?.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(data[name] ?? '')) ?? words
  );
}

export function findingWords({ code, words, data }: Finding): string {
  return byCode('finding', code, words, data);
}

export function noteWords({ code, words, path }: GatherNote): string {
  return byCode('note', code, words, { path });
}

export function adviceWords({ code, words, data }: Advice): string {
  return byCode('advice', code, words, data);
}

export function startWords({ code, why }: EtcdStart): string {
  return byCode('start', code, why, {});
}

/** What a comparison says that has no code: in Chinese by its numbers, which stand beside it. */
export function lossWords({ words, committedEntries, openEntries, revisions }: Loss): string {
  if (i18next.language !== 'zh-CN') return words;
  return say('files:lossSays', { committedEntries, openEntries, revisions });
}

export function keepWords({ why, keep, losses }: Comparison): string {
  const loss = keep === undefined ? undefined : losses[keep];
  if (i18next.language !== 'zh-CN') return why;
  if (loss !== undefined) return lossWords(loss);
  return say(losses.length === 0 ? 'files:keepApartSays' : 'files:keepNone');
}

export function differenceWords({ words, log, store }: FirstDifference): string {
  if (i18next.language !== 'zh-CN') return words;
  return [
    ...(log === undefined ? [] : [say('files:logsPart', { index: log.index })]),
    ...(store === undefined ? [] : [say('files:storesPart', { revision: store.revision })]),
  ].join(' ');
}

/** What of a member of the lab is not in its data directory as it was. */
export function savingNoteWords(note: SavingNote): string {
  return say(`files:ours.note.${note.code}`, { ...note });
}

/** Which machine of the lab has whose files: `n1: m3.etcd`. */
export function machineWords(machines: LabOfFiles['machines']): string {
  return machines
    .filter(({ dir }) => dir !== undefined)
    .map(({ node, dir = '' }) => `${formatNode(node)}: ${dir}.`)
    .join(' ');
}

/** What is not in a lab as it was in the files. */
export function openingNoteWords(note: OpeningNote): string {
  const values = note.code === 'noFiles' ? { nodes: note.nodes.map(formatNode).join(', ') } : note;
  return say(`files:lab.note.${note.code}`, { ...values });
}

/** What is wrong, where, and what to do. */
export function problemWords(error: unknown): string {
  if (error instanceof FilesRefused) {
    const { code = '', file, at, reason: said } = error.refusal;
    const reason = byCode('refused', code, said, {});
    if (file === undefined) return say('files:problem.other', { reason });
    return at === undefined
      ? say('files:problem.inFile', { file, reason })
      : say('files:problem.atByte', { file, at, reason });
  }
  return say('files:problem.other', { reason: error instanceof Error ? error.message : String(error) });
}
