import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { HttpRequest } from '../gateway/http.ts';

/** Fields of a form, each with its values in order: those of the body before those of the query (Go: Request.ParseForm). */
export type Form = ReadonlyMap<string, readonly string[]>;

export type ReadForm =
  { readonly type: 'form'; readonly form: Form } | { readonly type: 'wrong'; readonly problem: string };

/** Go: maxFormSize. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** `query`: with its question mark, or empty. Says what is wrong in Go's words: the body's fault before the query's. */
export function readForm({ method, headers, body }: HttpRequest, query: string): ReadForm {
  const form = new Map<string, string[]>();
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const problems = [
    hasBody ? readBody(headers['content-type'], body, form) : undefined,
    readQuery(query.slice(1), form),
  ];
  const problem = problems.find((each) => each !== undefined);
  return problem === undefined ? { type: 'form', form } : { type: 'wrong', problem };
}

export function firstOf(form: Form, name: string): string {
  return form.get(name)?.[0] ?? '';
}

function readBody(
  contentType: string | undefined,
  body: Uint8Array,
  form: Map<string, string[]>,
): string | undefined {
  const media = mediaTypeOf(contentType ?? '');
  if (media.type !== FORM_TYPE) return media.problem;
  if (body.length > BODY_BYTES_MAX) return 'http: POST too large';
  return readQuery(decodeUtf8(body), form) ?? media.problem;
}

/** Go: mime.ParseMediaType, of which only a missing type and a wrong parameter are told apart. */
function mediaTypeOf(contentType: string): { readonly type: string; readonly problem: string | undefined } {
  // Go's server takes the blanks around a header away.
  if (contentType.trim() === '') return { type: '', problem: undefined };
  const [first = '', ...parameters] = contentType.split(';');
  const type = first.trim().toLowerCase();
  if (type === '') return { type, problem: 'mime: no media type' };
  const [main = '', sub, ...rest] = type.split('/');
  if (!isToken(main)) return { type: '', problem: 'mime: no media type' };
  if (sub !== undefined && (!isToken(sub) || rest.length > 0)) {
    return {
      type: '',
      problem: isToken(sub)
        ? 'mime: unexpected content after media subtype'
        : 'mime: expected token after slash',
    };
  }
  const names = parameters
    .map((each) => (each.split('=')[0] ?? '').trim().toLowerCase())
    .filter((each) => each !== '');
  if (new Set(names).size < names.length) return { type: '', problem: 'mime: duplicate parameter name' };
  const isWrong = parameters.some((each, i) =>
    each.trim() === '' ? i < parameters.length - 1 : !PARAMETER.test(each),
  );
  return isWrong ? { type: '', problem: 'mime: invalid media parameter' } : { type, problem: undefined };
}

const PARAMETER = /^\s*[!#$%&'*+\-.^_`|~\w]+\s*=\s*(?:[!#$%&'*+\-.^_`|~\w]+|"(?:[^"\\]|\\.)*")\s*$/;

function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~\w]+$/.test(text);
}

/** Adds what a query has; what is wrong is left out, and the first such is told (Go: url.ParseQuery). */
function readQuery(query: string, form: Map<string, string[]>): string | undefined {
  let problem: string | undefined;
  for (const part of query.split('&')) {
    if (part.includes(';')) {
      problem ??= 'invalid semicolon separator in query';
      continue;
    }
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = unescapeQuery(at < 0 ? part : part.slice(0, at));
    if (name.type === 'wrong') {
      problem ??= name.problem;
      continue;
    }
    const value = unescapeQuery(at < 0 ? '' : part.slice(at + 1));
    if (value.type === 'wrong') {
      problem ??= value.problem;
      continue;
    }
    form.set(name.text, [...(form.get(name.text) ?? []), value.text]);
  }
  return problem;
}

type Unescaped =
  { readonly type: 'text'; readonly text: string } | { readonly type: 'wrong'; readonly problem: string };

function unescapeQuery(text: string): Unescaped {
  if (!/[%+]/.test(text)) return { type: 'text', text };
  const bytes: number[] = [];
  for (const part of text.split(/(%..?|%|\+)/su)) {
    if (part === '+') bytes.push(0x20);
    else if (/^%[0-9A-Fa-f]{2}$/.test(part)) bytes.push(parseInt(part.slice(1), 16));
    else if (part.startsWith('%')) {
      return { type: 'wrong', problem: `invalid URL escape "${part}"` };
    } else bytes.push(...encodeUtf8(part));
  }
  return { type: 'text', text: decodeUtf8(Uint8Array.from(bytes)) };
}
