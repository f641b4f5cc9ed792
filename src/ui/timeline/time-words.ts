import { formatMs, formatSeconds } from '../../view/say/format.ts';
import type { Arrow, Band } from '../../view/time/space-time.ts';
import type { TimelineMark } from '../../lab/frame/frame.ts';
import type { HeartbeatFold } from '../../timeline/folds.ts';
import type { DensityHit } from '../../view/time/density.ts';
import type { SpaceTimeHit } from '../../view/time/space-time-hit.ts';
import { commandWords } from '../command-words.ts';
import { t } from '../messages/say.ts';

/** Sentences of the space-time diagram in the page's language, made from the scene's meanings. */

/** What is under the pointer: the first line names it. */
export function hitWords(hit: SpaceTimeHit, liveAt: number): string[] {
  switch (hit.type) {
    case 'playhead':
      return [t('timeline:label')];
    case 'call':
      return [
        t(`timeline:call.${hit.mark.status}`, { id: hit.mark.request, node: hit.mark.node }),
        at(hit.mark.at),
      ];
    case 'fault':
      return [commandWords(hit.mark), at(hit.mark.at)];
    case 'leader':
      return [t('timeline:leads', { id: hit.mark.node, term: String(hit.mark.term) }), at(hit.mark.at)];
    case 'arrow':
      return arrowWords(hit.arrow, liveAt);
    case 'commit':
      return [commitWords(hit.mark), at(hit.mark.at)];
    case 'commits':
      return [manyCommitsWords(hit.mark), at(hit.mark.at)];
    case 'density':
      return densityWords(hit.density);
    case 'load':
      return [loadWords(hit.load.source), at(hit.load.source.at)];
    case 'fold':
      return foldWords(hit.fold.source);
    case 'band':
      return bandWords(hit.band);
  }
  return hit satisfies never;
}

/** Heartbeats that are folded. */
export function foldWords({ leader, follower, from, to, count, gone }: HeartbeatFold): string[] {
  const between = t(gone ? 'timeline:foldGone' : 'timeline:fold', { count, leader, follower });
  return [between, t('timeline:bandSince', { from: formatSeconds(from), to: formatSeconds(to) })];
}

/** What loads called at a member in a stretch of time, counted. */
export function loadWords(load: Extract<TimelineMark, { type: 'load' | 'calls' }>): string {
  const { type, node, to, invoked, ok, failed, unknown } = load;
  return t(`timeline:${type}`, { id: node, until: formatSeconds(to), invoked, ok, failed, unknown });
}

/** Commits of a member that are too many for a mark each. */
export function manyCommitsWords(mark: {
  readonly node: number;
  readonly to: number;
  readonly count: number;
}): string {
  const { node: id, to, count } = mark;
  return t('timeline:manyCommits', { id, until: formatSeconds(to), count });
}

/** Types that are named one by one. */
const TYPES_NAMED = 4;

function densityWords({ from, to, total, refused, gone, types }: DensityHit): string[] {
  const named = types
    .slice(0, TYPES_NAMED)
    .map(({ type, count }) => t('timeline:densityType', { type, count }));
  const fates = [
    ...(refused > 0 ? [t('timeline:densityRefused', { count: refused })] : []),
    ...(gone > 0 ? [t('timeline:densityGone', { count: gone })] : []),
  ];
  return [
    t('timeline:density', { count: total, from: formatSeconds(from), to: formatSeconds(to) }),
    named.join(' · '),
    ...(fates.length > 0 ? [fates.join(' · ')] : []),
  ];
}

export function commitWords(mark: {
  readonly node: number;
  readonly first: number;
  readonly last: number;
}): string {
  return mark.first === mark.last
    ? t('timeline:commits', { id: mark.node, index: mark.last })
    : t('timeline:commitsRange', { id: mark.node, first: mark.first, last: mark.last });
}

export function arrowWords({ source, end }: Arrow, liveAt: number): string[] {
  const facts: string[] = [];
  if (source.type.endsWith('Resp')) facts.push(t(source.reject ? 'timeline:reject' : 'timeline:accept'));
  if (source.forged === true) facts.push(t('timeline:forged'));
  if (source.entries > 0) facts.push(t('timeline:entries', { count: source.entries }));
  const ms = formatMs((source.endedAt ?? liveAt) - source.sentAt);
  return [
    [t('timeline:message', { type: source.type, from: source.from, to: source.to }), ...facts].join(' · '),
    t('timeline:sent', { seconds: formatSeconds(source.sentAt), term: String(source.term) }),
    t(`timeline:end.${end}`, { ms }),
  ];
}

function bandWords(band: Band): string[] {
  const from = formatSeconds(band.from);
  return [
    t('timeline:band', {
      id: band.node,
      look: t(`timeline:look.${band.look}`),
      term: String(band.term),
    }),
    band.to === undefined
      ? t('timeline:bandOpen', { from })
      : t('timeline:bandSince', { from, to: formatSeconds(band.to) }),
  ];
}

function at(micros: number): string {
  return t('timeline:at', { seconds: formatSeconds(micros) });
}
