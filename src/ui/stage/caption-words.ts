import type { CaptionFrame, Frame } from '../../lab/frame/frame.ts';
import { captionOf, type Phrase } from '../../view/say/caption.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { commandWords } from '../command-words.ts';
import { lateWords, type LateWords } from '../messages/late-words.ts';
import { t } from '../messages/say.ts';

/** Codes are made from events and decisions: a test holds that each has its words in every language. */
const say = t as unknown as (key: string, values?: object) => string;

/** The sentence that says where we are, without its instant. */
export function captionWords(instant: Pick<Frame, 'caption' | 'events' | 'nodes'>): string {
  const { caption: frame } = instant;
  if (frame === undefined) return t('caption:beginning');
  const { subject, did } = captionOf(frame, instant);
  // The words of inspector and clients come with their panels: a moment later than the first picture.
  const late = lateWords();
  const words = did.flatMap((each) =>
    'trace' in each ? (late === undefined ? [] : [inFull(late, each.trace)]) : [phraseWords(each)],
  );
  const { note } = frame;
  if (note !== undefined && late !== undefined) words.push(late.ofNote(note));
  const subjectWords = subject.code === 'command' ? wordsOfCommand(frame) : phraseWords(subject);
  // A client that has told nothing and asked for nothing has heard or noted something for itself.
  if (words.length === 0 && frame.type === 'client')
    return t('caption:alone', { subject: t('caption:clientGoesOn', { client: frame.client ?? '' }) });
  if (words.length === 0 && frame.type !== 'command' && frame.type !== 'death')
    words.push(t('caption:did.nothing'));
  if (words.length === 0) return t('caption:alone', { subject: subjectWords });
  return t('caption:sentence', { subject: subjectWords, did: words.join(t('caption:join')) });
}

/** The instant before the sentence: `0.961 s`. */
export function captionTime(frame: CaptionFrame | undefined): string {
  return frame === undefined ? '' : `${formatSeconds(frame.at)} s`;
}

function phraseWords({ code, values }: Phrase): string {
  return say(`caption:${code}`, values);
}

function wordsOfCommand({ command }: CaptionFrame): string {
  return command === undefined ? '' : commandWords({ command: command.type, label: command.label });
}

/** A decision's own sentence, as the end of another one. */
function inFull(late: LateWords, trace: CaptionFrame['trace'][number]): string {
  const sentence = late.ofDecision(trace).replace(/[.。]$/, '');
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
