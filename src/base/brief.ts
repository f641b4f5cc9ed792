/** As much of somebody's input as an error repeats. */
const SHOWN_MAX = 80;

/**
 * Any value as a few words for an error: texts in quotes, the rest as it prints, cut where it is long, and said to be. Never
 * throws, whatever is handed in.
 */
export function brief(value: unknown): string {
  if (typeof value === 'string') return `"${cut(value)}"${rest(value)}`;
  if (typeof value === 'bigint') return `${cut(String(value))}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return cut(String(value));
  try {
    if (Array.isArray(value)) return `an array of ${value.length}`;
    if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
    const names = Object.keys(value);
    const some = names.slice(0, 5).map(cut).join(', ');
    return names.length > 5 ? `{${cut(some)}, …}` : `{${cut(some)}}`;
  } catch {
    return 'an object'; // A proxy may refuse to be looked at.
  }
}

/** A text cut to what an error repeats. */
export function cut(text: string, max: number = SHOWN_MAX): string {
  if (text.length <= max) return text;
  const end = isHighSurrogate(text.charCodeAt(max - 1)) ? max - 1 : max;
  return `${text.slice(0, end)}…`;
}

function rest(text: string): string {
  return text.length <= SHOWN_MAX ? '' : ` (${text.length} characters)`;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
