/** A URL that holds a pattern which is none: what curl says. */
export class GlobError extends Error {
  override name = 'GlobError';
}

const URLS_MAX = 100_000;

/** `{a,b}`, `[1-3]`, `[001-100:10]` and `[a-z]` of a URL written out, as curl does it. Throws a GlobError. */
export function globbed(url: string): readonly string[] {
  let all = [''];
  let rest = url;
  const at = (): number => url.length - rest.length;
  while (rest !== '') {
    const [plain = ''] = /^(?:\\[{}[\]]|[^{}[\]]|\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\])+/.exec(rest) ?? [];
    if (plain !== '') {
      all = all.map((each) => each + plain.replace(/\\([{}[\]])/g, '$1'));
      rest = rest.slice(plain.length);
      continue;
    }
    const { length, values } = rest.startsWith('{') ? list(url, rest, at()) : range(url, rest, at());
    if (all.length * values.length > URLS_MAX) throw wrong('too many URLs', url, at());
    all = all.flatMap((each) => values.map((value) => each + value));
    rest = rest.slice(length);
  }
  return all;
}

interface Pattern {
  readonly length: number;
  readonly values: readonly string[];
}

function list(url: string, rest: string, at: number): Pattern {
  const [whole, inner] = /^\{([^{}[\]]*)\}/.exec(rest) ?? [];
  if (whole === undefined || inner === undefined) throw wrong('unmatched brace', url, at);
  if (inner === '') throw wrong('empty string within braces', url, at + 1);
  return { length: whole.length, values: inner.split(',') };
}

function range(url: string, rest: string, at: number): Pattern {
  if (/^[\]}]/.test(rest)) throw wrong('unmatched close brace/bracket', url, at);
  const [whole, from = '', to = '', step = '1'] =
    /^\[(\d+|[A-Za-z])-(\d+|[A-Za-z])(?::(\d+))?\]/.exec(rest) ?? [];
  const isNumber = /^\d/.test(from);
  const [read = '['] = /^\[\d+-?/.exec(rest) ?? [];
  if (whole === undefined || isNumber !== /^\d/.test(to)) throw wrong('bad range', url, at + read.length);
  const [first, last] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const by = Number(step);
  if (last < first || by === 0) throw wrong('bad range', url, at + whole.length);
  const count = Math.floor((last - first) / by) + 1;
  if (count > URLS_MAX) throw wrong('too many URLs', url, at);
  const values = Array.from({ length: count }, (_, i) => first + i * by).map((value) =>
    isNumber ? String(value).padStart(from.length, '0') : String.fromCharCode(value),
  );
  return { length: whole.length, values };
}

function wrong(what: string, url: string, at: number): GlobError {
  return new GlobError(`${what} in URL position ${at + 1}:\n${url}\n${' '.repeat(at)}^`);
}
