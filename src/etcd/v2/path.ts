/** Shortest form of a path from the root: no empty, `.` or `..` segments, no slash at its end (Go: path.Clean of path.Join). */
export function cleanKey(path: string): string {
  if (isClean(path)) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}

/** Most paths are: nothing is to be done to them. */
function isClean(path: string): boolean {
  return path.startsWith('/') && !/\/(?:\/|\.\.?(?:\/|$))|.\/$/.test(path);
}

/** The names on the way from the root; none for the root itself. */
export function segmentsOf(key: string): readonly string[] {
  return key === '/' ? [] : key.slice(1).split('/');
}

export function joinKey(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`;
}

/** Listings leave it out. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('_');
}

/**
 * Whether a change at `key` is hidden from a watch at `watched`, above it or at it. Of a removal the watch may lie deeper: from it
 * nothing is hidden (etcd: isHidden).
 */
export function isHiddenFrom(watched: string, key: string): boolean {
  if (watched.length > key.length) return false;
  return `/${key.slice(watched.length)}`.replace(/\/+/g, '/').includes('/_');
}

/** Go's order of strings, which is that of their UTF-8 bytes. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    // Surrogates stand for characters beyond all others.
    const isSame = isSurrogate(x) === isSurrogate(y);
    return (isSame ? x < y : isSurrogate(y)) ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
