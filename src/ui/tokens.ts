/** What canvases need of tokens.css, resolved for the theme that shows. Read again when `themeVersion` of the store grows. */
export interface Tokens {
  readonly font: string;
  readonly mono: string;
  /** Pixels of one rem. */
  readonly rem: number;
  /** The value of a custom property, by its name without the dashes: `colour('ink-2')`. */
  colour(name: string): string;
  /** Fill of a term by its colour number (src/view/stage/term-colour.ts), and the text that reads on it. */
  readonly term: readonly { readonly fill: string; readonly ink: string }[];
}

/** Reads the tokens from the page's root element. Costs a style resolution: once a theme, not once a frame. */
export function readTokens(termColours: number): Tokens {
  const style = getComputedStyle(document.documentElement);
  const cache = new Map<string, string>();
  const colour = (name: string): string => {
    const known = cache.get(name);
    if (known !== undefined) return known;
    const value = style.getPropertyValue(`--${name}`).trim();
    cache.set(name, value);
    return value;
  };
  return {
    font: colour('font'),
    mono: colour('mono'),
    rem: Number.parseFloat(style.fontSize) || 16,
    colour,
    term: Array.from({ length: termColours + 1 }, (_, i) => ({
      fill: colour(`term-${i}`),
      ink: colour(`term-${i}-ink`),
    })),
  };
}
