import type { ClientHistory } from '../../lab/look/client-history.ts';
import { clientsViewScene } from '../../view/clients-view/clients-view-scene.ts';
import { fontFaces } from '../export/fonts.ts';
import { onPaper } from '../export/paper.ts';
import { svgFile } from '../export/svg-file.ts';
import { download } from '../file/download.ts';
import { t } from '../messages/say.ts';
import { readTokens } from '../tokens.ts';
import { useClientsView, type Judging } from './clients-view-store.ts';
import {
  callWords,
  contradictionWords,
  pictureWords,
  verdictReason,
  verdictWords,
} from './clients-view-words.ts';
import { clientsViewPicture } from './picture-file.ts';

/** A file has so many calls at most. */
export const FILE_CALLS = 3000;
const WIDTH = 1280;

/** The picture as a file that needs nothing else: all calls of it, as far as there is room, with what is said of them. */
export async function savePicture(history: ClientHistory, judging: Judging): Promise<void> {
  const { axis, only } = useClientsView.getState();
  const isJudged = judging.type === 'judged';
  const findings = isJudged ? judging.findings : { first: undefined, contradiction: [] };
  const points = isJudged ? judging.points : new Map<number, number>();
  const words = pictureWords();
  const scene = clientsViewScene({
    history,
    findings,
    points,
    axis,
    only,
    most: FILE_CALLS,
    width: WIDTH,
    words,
  });
  const calls = findings.contradiction.flatMap((place) => history.seen[place] ?? []);
  const heading = [t('clientsView:title'), verdictWords(history, judging)]
    .filter((each) => each !== '')
    .join(' · ');
  const lines = [
    verdictReason(history, judging),
    ...(scene.leftOut > 0 ? [t('clientsView:leftOut', { count: scene.leftOut })] : []),
    ...calls.slice(0, 12).map((call, i) => `${i + 1}. ${callWords(call)}`),
    ...contradictionWords(calls),
  ].filter((each) => each !== '');
  const picture = onPaper(() => {
    const tokens = readTokens(0);
    return clientsViewPicture(scene, heading, lines, {
      colour: (ink) => tokens.colour(ink),
      font: tokens.font,
    });
  });
  const file = svgFile(picture, heading, await fontFaces(picture.content));
  download(`${t('clientsView:saveName')}.svg`, file, 'image/svg+xml');
}
