import type { LogCell, LogRow, LogScene } from '../../view/log/log-grid.ts';
import { t } from '../messages/say.ts';

/** Sentences of the log grid in the page's language, made from the scene's meanings. */

/** The small word beside a node's name; a plain follower needs none. */
export function roleWord(row: LogRow): string {
  if (row.status === 'killed') return t('logs:role.killed');
  if (row.status === 'paused') return t('logs:role.paused');
  if (row.member === 'none') return t('logs:role.outside');
  if (row.role === undefined || row.role === 'follower') {
    return row.member === 'learner' ? t('logs:role.learner') : '';
  }
  return t(`logs:role.${row.role}`);
}

/** The line beside (or below) a row: `replicate · match 11 · 1 in flight`. */
export function standingWords(row: LogRow): string {
  const words = ownStanding(row);
  return row.incoming > 0 ? `${words} · ${t('logs:standing.incoming', { index: row.incoming })}` : words;
}

function ownStanding({ standing }: LogRow): string {
  switch (standing.type) {
    case 'leader':
      return t(standing.current ? 'logs:standing.leader' : 'logs:standing.staleLeader', {
        term: String(standing.term),
      });
    case 'progress':
      return progressWords(standing.progress);
    case 'killed':
      return t(standing.crashed ? 'logs:standing.crashed' : 'logs:standing.killed', {
        last: standing.last,
        commit: standing.commit,
      });
    case 'candidate':
      return t(standing.pre ? 'logs:standing.preCandidate' : 'logs:standing.candidate', {
        granted: standing.granted,
        voters: standing.voters,
      });
    case 'follower':
      return standing.lead === 0
        ? t('logs:standing.leaderless')
        : t('logs:standing.follower', { lead: standing.lead });
    case 'outside':
      return t('logs:standing.outside');
  }
  return standing satisfies never;
}

function progressWords(progress: NonNullable<LogRow['progress']>): string {
  const sending = progress.pendingSnapshot > 0;
  const words: string[] = [
    sending
      ? t('logs:standing.sendingSnapshot', { index: progress.pendingSnapshot })
      : t(`logs:state.${progress.state}`),
    t('logs:standing.match', { index: progress.match }),
  ];
  if (progress.inflight > 0) words.push(t('logs:standing.inflight', { count: progress.inflight }));
  if (progress.inflightFull) words.push(t('logs:standing.inflightFull'));
  // While a snapshot is on its way nothing else is sent: that goes without saying.
  else if (progress.paused && !sending) words.push(t('logs:standing.paused'));
  if (!progress.recentActive) words.push(t('logs:standing.inactive'));
  return words.join(' · ');
}

export function commitWords(scene: LogScene): string {
  return scene.commit > 0 ? t('logs:committed', { index: scene.commit }) : t('logs:nothingCommitted');
}

/** One cell in words: a line a fact, the first names the entry. For the tip and, joined, for the table. */
export function cellWords(row: LogRow, cell: LogCell, leader: number): string[] {
  const words = standingCell(row, cell, leader);
  return cell.change === undefined ? words : [...words, `Δ ${t(`logs:change.${cell.change}`)}`];
}

function standingCell(row: LogRow, cell: LogCell, leader: number): string[] {
  if (cell.type === 'swallowed') return [t('logs:cell.swallowed', { index: row.snapshot })];
  if (cell.type !== 'entry') return [t(`logs:cell.${cell.type}`)];
  const label = cell.label === '' ? t('logs:cell.empty') : cell.label;
  const words: string[] = [
    t('logs:cell.entry', { label, term: String(cell.term) }),
    t(cell.committed ? 'logs:cell.committed' : 'logs:cell.uncommitted'),
  ];
  if (cell.applied) words.push(t('logs:cell.applied'));
  else if (cell.committed && row.status !== 'killed') words.push(t('logs:cell.notApplied'));
  words.push(t(cell.stable ? 'logs:cell.stable' : 'logs:cell.unsynced'));
  if (cell.conflict) words.push(t('logs:cell.conflict', { index: cell.index }));
  if (row.progress?.match === cell.index) words.push(t('logs:cell.match', { leader }));
  if (row.progress?.next === cell.index) words.push(t('logs:cell.next', { leader }));
  return words;
}
