import { microsToMs, msToMicros } from '../../base/flavor.ts';
import type { Position } from '../../history/position.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { PositionAsk } from '../../lab/lab-port.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { branchName } from '../branches/branch-words.ts';
import { t } from '../messages/say.ts';
import { whereWords } from '../notebook/where-words.ts';
import type { Side } from './compare-ask.ts';

/** What can be chosen as a side, at the instant when the dialog was opened. */
export interface SideChoice {
  readonly side: Side;
  readonly group: 'instants' | 'branches' | 'moments';
  readonly words: string;
  readonly ask: PositionAsk;
}

/** Everything that a side can be, in the order in which it is listed. */
export function sideChoices(frame: Frame, kept: Position | undefined): readonly SideChoice[] {
  const here = { branch: frame.branch, event: frame.events, at: frame.at };
  const instants: SideChoice[] = [
    {
      side: 'here',
      group: 'instants',
      words: t('compare:here', { where: whereWords(here) }),
      ask: askOf(here),
    },
  ];
  if (kept !== undefined && frame.branches.some(({ id }) => id === kept.branch))
    instants.push({
      side: 'kept',
      group: 'instants',
      words: t('compare:kept', { where: whereWords(kept) }),
      ask: askOf(kept),
    });
  const branches = frame.branches.flatMap((branch): SideChoice[] => {
    const { id, endMs, current } = branch;
    const name = branchName(branch);
    const end = formatSeconds(msToMicros(endMs));
    const ends: SideChoice = {
      side: `end:${id}`,
      group: 'branches',
      words: t('compare:end', { name, seconds: end }),
      ask: { branch: id },
    };
    if (current || endMs < microsToMs(frame.at)) return [ends];
    const ask = { branch: id, atMs: microsToMs(frame.at) };
    const words = t('compare:time', { name, seconds: formatSeconds(frame.at) });
    return [ends, { side: `time:${id}`, group: 'branches', words, ask }];
  });
  const moments = frame.moments.map((moment): SideChoice => ({
    side: `moment:${moment.id}`,
    group: 'moments',
    words: [whereWords(moment), shortened(moment.note)].filter((part) => part !== '').join(' · '),
    ask: askOf(moment),
  }));
  return [...instants, ...branches, ...moments];
}

function askOf({ branch, event, at }: Position): PositionAsk {
  return { branch, event, atMs: microsToMs(at) };
}

/** As much of a note as a list has room for. */
function shortened(note: string): string {
  const [line = ''] = note.split('\n');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
