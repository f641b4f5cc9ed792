import { escaped } from './svg-brush.ts';

/** What the style sheets say of a shape, as far as SVG has an attribute for it, with the value that need not be said. */
const LOOK: readonly (readonly [property: string, usual: string])[] = [
  ['fill', ''],
  ['fill-opacity', '1'],
  ['stroke', 'none'],
  ['stroke-width', '1px'],
  ['stroke-dasharray', 'none'],
  ['stroke-linecap', 'butt'],
  ['stroke-linejoin', 'miter'],
  ['opacity', '1'],
  ['paint-order', 'normal'],
];
const TEXT_LOOK: typeof LOOK = [
  ['font-family', ''],
  ['font-size', ''],
  ['font-weight', ''],
  ['letter-spacing', 'normal'],
  ['text-anchor', 'start'],
];
/** Attributes that are the page's own; how a thing looks comes from its computed style. */
const OWN = /^(class|style|role|tabindex|fill|stroke.*|font-.*|text-anchor|aria-.*|data-.*)$/;
/** The middle of a line of text is so far above its baseline, in ems. */
const MIDDLE = 0.36;

/**
 * An element of an SVG on the page as text that needs no style sheet: how it is painted stands in attributes. What is not
 * seen is left out.
 */
export function inlineSvg(element: Element): string {
  const style = getComputedStyle(element);
  if (style.display === 'none' || element.tagName === 'title') return '';
  const isText = element.tagName === 'text';
  const isShape = isText || !['g', 'svg', 'defs', 'pattern'].includes(element.tagName);
  if (isShape && style.fill === 'rgba(0, 0, 0, 0)' && style.stroke === 'none') return '';
  const looks = isText
    ? [...LOOK, ...TEXT_LOOK]
    : isShape
      ? LOOK
      : LOOK.filter(([name]) => name === 'opacity');
  const attributes = [
    ...[...element.attributes]
      .filter(({ name }) => !OWN.test(name))
      .map(({ name, value }) => [name, value] as const),
    ...looks.flatMap(([name, usual]) => {
      const value = style.getPropertyValue(name);
      return value === usual ? [] : [[name, withoutPixels(value)] as const];
    }),
    ...(isText && style.dominantBaseline === 'central'
      ? [['dy', String(Math.round(Number.parseFloat(style.fontSize) * MIDDLE * 100) / 100)] as const]
      : []),
  ];
  const said = attributes.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  const within = isText ? escaped(element.textContent) : [...element.children].map(inlineSvg).join('');
  if (element.tagName === 'g' && within === '') return '';
  return `<${element.tagName}${said}>${within}</${element.tagName}>`;
}

function withoutPixels(value: string): string {
  return value.replaceAll(/(\d)px/g, '$1').replaceAll('"', "'");
}
