import { escaped } from './svg-brush.ts';

/** A picture as SVG, without its fonts, and its size in pixels. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

/** The whole file; `faces`: the fonts as style rules. */
export function svgFile({ width, height, content }: Picture, title: string, faces: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<title>${escaped(title)}</title>${faces === '' ? '' : `<style>${faces}</style>`}` +
    `<rect width="${width}" height="${height}" fill="#fff"/>${content}</svg>\n`
  );
}
