import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';

/** The path of a request line and its query; undefined if the path is no URL path. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } | undefined {
  const mark = target.indexOf('?');
  const path = unescapePath(mark < 0 ? target : target.slice(0, mark));
  return path === undefined ? undefined : { path, query: mark < 0 ? '' : target.slice(mark) };
}

/** Without empty, `.` and `..` segments, as Go's ServeMux wants it; a slash at the end stays. */
export function cleanPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const cleaned = `/${kept.join('/')}`;
  return path.endsWith('/') && cleaned !== '/' ? `${cleaned}/` : cleaned;
}

/** A path as it stands in a Location. */
export function escapePath(path: string): string {
  let escaped = '';
  for (const byte of encodeUtf8(path)) {
    const character = String.fromCharCode(byte);
    escaped += /[A-Za-z0-9\-_.~$&+,/:;=@]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

function unescapePath(path: string): string | undefined {
  if (!path.startsWith('/') || /%(?![0-9A-Fa-f]{2})/.test(path)) return undefined;
  if (!path.includes('%')) return path;
  const bytes: number[] = [];
  for (const part of path.split(/(%[0-9A-Fa-f]{2})/)) {
    if (/^%..$/.test(part)) bytes.push(parseInt(part.slice(1), 16));
    else bytes.push(...encodeUtf8(part));
  }
  return decodeUtf8(Uint8Array.from(bytes));
}
