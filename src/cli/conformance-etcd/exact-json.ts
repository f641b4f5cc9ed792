export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Before a number that is kept as a text; no recorded text begins so (a private use character). */
const MARK = '\uF8FF';
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/**
 * As JSON.parse, but a number that JavaScript would print otherwise than it stands (1.0, 18446744073709551616) becomes a
 * text, which `printExact` makes that number again. Throws a SyntaxError.
 */
export function parseExact(text: string): Json {
  let marked = '';
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const plain = text.slice(at, quote < 0 ? text.length : quote);
    marked += plain.replace(NUMBER, (number) =>
      String(Number(number)) === number ? number : `"${MARK}${number}"`,
    );
    if (quote < 0) break;
    at = endOfString(text, quote);
    marked += text.slice(quote, at);
  }
  return JSON.parse(marked) as Json;
}

/** The digits of a number, however `parseExact` keeps it; undefined: it is none. */
export function digitsOf(value: Json): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
}

export function printExact(value: Json): string {
  return JSON.stringify(value).replace(MARKED, '$1');
}

/** Behind the quote that closes the string, whose first quote is at `quote`. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let first = at;
    while (text[first - 1] === '\\') first--;
    if ((at - first) % 2 === 0) return at + 1;
  }
}
