/** Characters that would move or hide others: they are shown, not obeyed. */
const HIDDEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const DELETE = 0x7f;

/** Text as it can be seen: control characters by their pictures (`␛`), those that turn the direction by their numbers. A tab stays. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    if (character === '\t') return character;
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === DELETE) return '\u2421';
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
