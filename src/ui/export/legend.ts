import type { Term } from '../../base/flavor.ts';
import type { Band } from '../../view/time/space-time.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import type { Paint } from '../canvas/surface.ts';
import { fillPattern } from '../canvas/term-pattern.ts';
import { setFont, textWidth } from '../canvas/text.ts';
import { t } from '../messages/say.ts';
import { paintBand } from '../timeline/paint-bands.ts';

/** A sign of the picture and what it means; the sign is painted in a box of 22 by 12 with its middle at (0, 0). */
interface Item {
  readonly words: string;
  readonly paint: (paint: Paint) => void;
}

const ROW = 22;
const SIGN = 22;
/** With more terms than this the legend says how they are told apart, and not each. */
const TERMS_MAX = 8;

/** Paints what the signs mean, in rows below `top`, and answers how high they are. */
export function paintLegend(paint: Paint, items: readonly Item[], top: number): number {
  const { context, tokens, width } = paint;
  setFont(context, `400 12px ${tokens.font}`);
  let [x, y] = [24, top + ROW / 2];
  for (const { words, paint: sign } of items) {
    const long = SIGN + 8 + textWidth(context, words);
    if (x > 24 && x + long > width - 24) [x, y] = [24, y + ROW];
    context.save();
    context.translate(x + SIGN / 2, y);
    sign(paint);
    context.restore();
    setFont(context, `400 12px ${tokens.font}`);
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = tokens.colour('ink-2');
    context.fillText(words, x + SIGN + 8, y);
    x += long + 26;
  }
  return items.length === 0 ? 0 : y + ROW / 2 - top;
}

export function termItems(terms: readonly Term[]): readonly Item[] {
  const seen = [...new Set(terms)].filter((term) => term > 0).sort((a, b) => (a < b ? -1 : 1));
  return seen.slice(-TERMS_MAX).map((term) => ({
    words: t('exporting:legend.term', { term: String(term) }),
    paint: (paint) => {
      const { colour, pattern } = termLook(term);
      const { fill = '#999', ink = '#000' } = paint.tokens.term[colour] ?? {};
      paint.context.beginPath();
      paint.context.roundRect(-8, -6, 16, 12, 3);
      paint.context.fillStyle = fill;
      paint.context.fill();
      fillPattern(paint.context, pattern, ink, 0.6);
    },
  }));
}

export const stageItems = (): readonly Item[] => [
  {
    words: t('exporting:legend.leader'),
    paint: ({ context, tokens }) => {
      context.beginPath();
      for (const [x, y] of [
        [-7, 5],
        [-8, -5],
        [-3, -1],
        [0, -6],
        [3, -1],
        [8, -5],
        [7, 5],
      ] as const) {
        context.lineTo(x, y);
      }
      context.closePath();
      context.fillStyle = tokens.colour('ink-2');
      context.fill();
    },
  },
  {
    words: t('exporting:legend.timer'),
    paint: ({ context, tokens }) => {
      context.lineWidth = 3;
      for (const [colour, to] of [
        ['timer-track', 2],
        ['timer', 0.9],
      ] as const) {
        context.strokeStyle = tokens.colour(colour);
        context.beginPath();
        context.arc(0, 0, 5, -Math.PI / 2, -Math.PI / 2 + to * Math.PI);
        context.stroke();
      }
    },
  },
  {
    words: t('exporting:legend.message'),
    paint: ({ context, tokens }) => {
      context.beginPath();
      context.roundRect(-9, -5, 18, 10, 5);
      context.fillStyle = tokens.colour('term-0');
      context.fill();
    },
  },
  {
    words: t('exporting:legend.vote'),
    paint: ({ context, tokens }) => {
      context.beginPath();
      for (const [x, y] of [
        [-10, 0],
        [-6, -5],
        [6, -5],
        [10, 0],
        [6, 5],
        [-6, 5],
      ] as const)
        context.lineTo(x, y);
      context.closePath();
      context.fillStyle = tokens.colour('term-0');
      context.fill();
    },
  },
  {
    words: t('exporting:legend.lost'),
    paint: ({ context, tokens }) => {
      context.beginPath();
      context.roundRect(-9, -5, 18, 10, 5);
      context.lineWidth = 1.5;
      context.setLineDash([3.5, 2.5]);
      context.strokeStyle = tokens.colour('doomed');
      context.stroke();
      context.setLineDash([]);
    },
  },
];

export const logItems = (): readonly Item[] => [
  {
    words: t('logs:legend.next'),
    paint: ({ context, tokens }) => {
      context.beginPath();
      for (const [x, y] of [
        [-6, -5],
        [6, -5],
        [0, 5],
      ] as const)
        context.lineTo(x, y);
      context.closePath();
      context.fillStyle = tokens.colour('ink');
      context.fill();
    },
  },
  {
    words: t('logs:legend.match'),
    paint: ({ context, tokens }) => {
      context.beginPath();
      context.arc(0, 0, 4.5, 0, 2 * Math.PI);
      context.fillStyle = tokens.colour('ink');
      context.fill();
    },
  },
  { words: t('logs:legend.uncommitted'), paint: box((context) => context.roundRect(-7, -5, 14, 10, 2)) },
  {
    words: t('logs:legend.unsynced'),
    paint: box((context) => {
      for (const [x, y] of [
        [-7, -5],
        [7, -5],
        [7, 0],
        [2, 5],
        [-7, 5],
      ] as const)
        context.lineTo(x, y);
      context.closePath();
    }),
  },
  {
    words: t('logs:legend.applied'),
    paint: ({ context, tokens }) => {
      context.fillStyle = tokens.colour('ink');
      context.fillRect(-7, 2, 14, 2.5);
    },
  },
];

function box(outline: (context: Paint['context']) => void): Item['paint'] {
  return ({ context, tokens }) => {
    context.beginPath();
    outline(context);
    context.lineWidth = 1.5;
    context.strokeStyle = tokens.colour('ink-2');
    context.stroke();
  };
}

const bandLooks = ['leader', 'follower', 'candidate', 'preCandidate', 'paused', 'killed'] as const;

/** Only what the picture has: its bands, and its messages by what became of them. */
export function diagramItems(
  bands: readonly Band[],
  arrows: readonly { readonly end: string }[],
): readonly Item[] {
  const looks = new Set(bands.map(({ look }) => look));
  const lines = [
    ['delivered', 'ink-2', arrows.some(({ end }) => end === 'delivered')],
    ['underWay', 'accent', arrows.some(({ end }) => end === 'flying')],
    ['lost', 'bad', arrows.some(({ end }) => end !== 'delivered' && end !== 'flying')],
  ] as const;
  return [
    ...bandLooks
      .filter((look) => looks.has(look))
      .map((look): Item => {
        const band = bands.find((each) => each.look === look);
        return {
          words: t(`exporting:legend.band.${look}`),
          paint: (paint) => band && paintBand(paint, { ...band, left: -11, right: 11, y: 0 }, 1),
        };
      }),
    ...lines
      .filter(([, , isThere]) => isThere)
      .map(([end, colour]): Item => ({
        words: t(`exporting:legend.arrow.${end}`),
        paint: ({ context, tokens }) => {
          context.strokeStyle = tokens.colour(colour);
          context.lineWidth = 1.3;
          context.beginPath();
          context.moveTo(-9, -5);
          context.lineTo(9, 5);
          if (end === 'lost') {
            context.moveTo(5, 5);
            context.lineTo(12, 5);
            context.moveTo(8.5, 1.5);
            context.lineTo(8.5, 8.5);
          }
          context.stroke();
        },
      })),
  ];
}
