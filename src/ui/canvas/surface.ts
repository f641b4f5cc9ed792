import i18next from 'i18next';
import { present } from '../../base/assert.ts';
import { TERM_COLOURS } from '../../view/stage/term-colour.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { useView } from '../view-state.ts';
import { readTokens, type Tokens } from '../tokens.ts';
import { forgetWidths } from './text.ts';
import type { Brush } from './brush.ts';
import { wipe } from './wipe.ts';

/** What a painter gets: a context scaled to CSS pixels and cleared, the size in them, and the tokens of the theme. */
export interface Paint {
  readonly context: Brush;
  readonly width: number;
  readonly height: number;
  /** Pixels of a sixteenth of a rem. */
  readonly unit: number;
  /** One pixel of the device in CSS pixels. Many crossing lines are fast to draw if no wider than this. */
  readonly hair: number;
  readonly tokens: Tokens;
}

/**
 * A canvas that fills its box, sharp on every screen. It is painted once after any number of `invalidate()` within a
 * task, and when its size, the theme, the language or the fonts change; a box without extent is not painted.
 */
export class Surface {
  private readonly context: CanvasRenderingContext2D;
  private readonly stop: (() => void)[] = [];
  private tokens: Tokens | undefined;
  private scheduled = false;
  private disposed = false;
  private size = { width: 0, height: 0 };

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly box: HTMLElement,
    private readonly paint: (paint: Paint) => void,
  ) {
    this.context = present(canvas.getContext('2d'), 'a canvas has a 2d context');
    const sizes = new ResizeObserver(() => this.measure());
    sizes.observe(box);
    this.stop.push(() => sizes.disconnect());
    this.watchTheme();
    const again = () => this.invalidate();
    i18next.on('languageChanged', again);
    const fontsCame = () => {
      forgetWidths();
      this.invalidate();
    };
    document.fonts.addEventListener('loadingdone', fontsCame);
    this.stop.push(
      () => i18next.off('languageChanged', again),
      () => document.fonts.removeEventListener('loadingdone', fontsCame),
    );
    this.measure();
  }

  invalidate(): void {
    if (this.scheduled || this.disposed) return;
    this.scheduled = true;
    // A microtask: still in the animation frame that brought the news, however many brought some.
    queueMicrotask(this.drawNow);
  }

  /** What is painted is true of this frame: `data-at` says so, in microseconds. */
  shows(frame: Frame): void {
    this.canvas.dataset['at'] = String(frame.at);
  }

  dispose(): void {
    this.disposed = true;
    for (const stop of this.stop) stop();
  }

  get width(): number {
    return this.size.width;
  }

  get height(): number {
    return this.size.height;
  }

  get unit(): number {
    return this.theme().rem / 16;
  }

  private theme(): Tokens {
    this.tokens ??= readTokens(TERM_COLOURS);
    return this.tokens;
  }

  private watchTheme(): void {
    const changed = () => {
      this.tokens = undefined;
      this.invalidate();
    };
    const attributes = new MutationObserver(changed);
    attributes.observe(document.documentElement, { attributes: true });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', changed);
    this.stop.push(
      () => attributes.disconnect(),
      () => dark.removeEventListener('change', changed),
      useView.subscribe((state, before) => {
        if (state.themeVersion !== before.themeVersion) changed();
      }),
    );
  }

  private measure(): void {
    const { clientWidth, clientHeight } = this.box;
    if (clientWidth === this.size.width && clientHeight === this.size.height) return;
    this.size = { width: clientWidth, height: clientHeight };
    this.tokens = undefined; // a projector's page may have other sizes
    this.invalidate();
  }

  private readonly drawNow = (): void => {
    this.scheduled = false;
    const { width, height } = this.size;
    if (this.disposed || width === 0 || height === 0) return;
    const ratio = devicePixelRatio;
    const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== deviceWidth || this.canvas.height !== deviceHeight) {
      this.canvas.width = deviceWidth;
      this.canvas.height = deviceHeight;
    }
    wipe(this.context);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.paint({
      context: this.context,
      width,
      height,
      unit: this.unit,
      hair: 1 / ratio,
      tokens: this.theme(),
    });
  };
}
