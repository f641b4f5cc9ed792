/** So much of a body is looked at. */
const LOOKED_AT = 512;

const htmlTags =
  /^\s*<(!DOCTYPE HTML|HTML|HEAD|SCRIPT|IFRAME|H1|DIV|FONT|TABLE|A|STYLE|TITLE|B|BODY|BR|P|!--)[ >]/i;

/** Beginnings of files, as text of one character a byte. */
const beginnings: readonly (readonly [string, string])[] = [
  ['%PDF-', 'application/pdf'],
  ['%!PS-Adobe-', 'application/postscript'],
  ['\u00fe\u00ff', 'text/plain; charset=utf-16be'],
  ['\u00ff\u00fe', 'text/plain; charset=utf-16le'],
  ['\u00ef\u00bb\u00bf', 'text/plain; charset=utf-8'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['\u0089PNG\r\n\u001a\n', 'image/png'],
  ['\u00ff\u00d8\u00ff', 'image/jpeg'],
  ['\u001f\u008b\b', 'application/x-gzip'],
  ['PK\u0003\u0004', 'application/zip'],
];

/** What Go's server says an answer is when its handler does not (net/http: DetectContentType), of the types that are common. */
export function detectContentType(body: Uint8Array): string {
  const start = body.subarray(0, LOOKED_AT);
  const latin = String.fromCharCode(...start);
  if (htmlTags.test(latin) || /^\s*<!--/.test(latin)) return 'text/html; charset=utf-8';
  if (/^\s*<\?xml/.test(latin)) return 'text/xml; charset=utf-8';
  const known = beginnings.find(([beginning]) => latin.startsWith(beginning));
  if (known !== undefined) return known[1];
  const isBinary = start.some(
    (byte) => byte <= 8 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f),
  );
  return isBinary ? 'application/octet-stream' : 'text/plain; charset=utf-8';
}
