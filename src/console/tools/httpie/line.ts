/** A line that http refuses: what stands under `error:`. */
export class HttpieUsageError extends Error {
  override name = 'HttpieUsageError';
}

export interface HttpieLine {
  readonly method: string;
  readonly hasMethod: boolean;
  readonly url: string;
  /** In their order; a value of undefined takes a header away. */
  readonly headers: readonly (readonly [name: string, value: string | undefined])[];
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Fields of the body: text, or JSON as it was written. */
  readonly fields: readonly { readonly name: string; readonly value: string; readonly isJson: boolean }[];
  readonly isForm: boolean;
  /** Of `HBhbm`. */
  readonly print: string;
  readonly checksStatus: boolean;
  readonly timeoutMs: number | undefined;
  readonly auth: string | undefined;
  readonly raw: string | undefined;
  readonly readsStdin: boolean;
  readonly isOffline: boolean;
  readonly follows: boolean;
}

/** Options without a value, by what they set. */
const SWITCHES: Readonly<Record<string, string>> = {
  '--json': 'json',
  '-j': 'json',
  '--form': 'form',
  '-f': 'form',
  '--body': 'body',
  '-b': 'body',
  '--headers': 'headers',
  '-h': 'headers',
  '--verbose': 'verbose',
  '-v': 'verbose',
  '--stream': '',
  '-S': '',
  '--follow': 'follow',
  '-F': 'follow',
  '--check-status': 'check',
  '--ignore-stdin': 'ignore-stdin',
  '-I': 'ignore-stdin',
  '--offline': 'offline',
  '--quiet': 'quiet',
  '-q': 'quiet',
  '--help': 'help',
  '--version': 'version',
  '--unsorted': '',
  '--sorted': '',
};
const VALUES: Readonly<Record<string, string>> = {
  '--print': 'print',
  '-p': 'print',
  '--timeout': 'timeout',
  '--auth': 'auth',
  '-a': 'auth',
  '--raw': 'raw',
  '--pretty': '',
  '--style': '',
  '-s': '',
  '--verify': '',
  '--auth-type': '',
  '-A': '',
};
const TIMEOUT = /^\d+(\.\d+)?$/;

/** Reads the words as httpie does: options anywhere, then METHOD, URL and items. 'help' and 'version': what was asked for. */
export function readLine(words: readonly string[]): HttpieLine | 'help' | 'version' {
  const set = new Set<string>();
  const values = new Map<string, string>();
  const rest = [...words];
  const plain: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-') || word === '-') plain.push(word);
    else takeOption(word, rest, set, values);
  }
  if (set.has('help')) return 'help';
  if (set.has('version')) return 'version';
  const [first, second, ...others] = plain;
  if (first === undefined) throw new HttpieUsageError('the following arguments are required: URL');
  const hasMethod = /^[A-Za-z]+$/.test(first) && second !== undefined && !isItem(second);
  const url = hasMethod ? second : first;
  const items = hasMethod ? others : plain.slice(1);
  const read = itemsOf(items);
  const hasBody = read.fields.length > 0 || values.has('raw');
  const print = values.get('print');
  if (print !== undefined && !/^[HBhbm]*$/.test(print))
    throw new HttpieUsageError(
      `Unknown output options: ${Array.from(print)
        .filter((c) => !'HBhbm'.includes(c))
        .join(', ')}`,
    );
  const timeout = values.get('timeout');
  if (timeout !== undefined && !TIMEOUT.test(timeout))
    throw new HttpieUsageError(`argument --timeout: invalid float value: '${timeout}'`);
  return {
    ...read,
    hasMethod,
    method: hasMethod ? first.toUpperCase() : hasBody ? 'POST' : 'GET',
    url,
    isForm: set.has('form'),
    print: print ?? printOf(set),
    checksStatus: set.has('check'),
    timeoutMs: timeout === undefined || Number(timeout) === 0 ? undefined : Number(timeout) * 1000,
    auth: values.get('auth'),
    raw: values.get('raw'),
    readsStdin: !set.has('ignore-stdin') && !hasBody,
    isOffline: set.has('offline'),
    follows: set.has('follow'),
  };
}

function printOf(set: ReadonlySet<string>): string {
  if (set.has('quiet')) return '';
  if (set.has('verbose')) return 'HBhb';
  if (set.has('headers')) return 'h';
  if (set.has('body')) return 'b';
  return set.has('offline') ? 'HB' : 'hb';
}

function takeOption(word: string, rest: string[], set: Set<string>, values: Map<string, string>): void {
  const [, name = word, attached] = /^(--[^=]+)=([^]*)$/.exec(word) ?? /^(-[psaA])(.+)$/.exec(word) ?? [];
  const key = Object.hasOwn(VALUES, name) ? VALUES[name] : undefined;
  if (key !== undefined) {
    const value = attached ?? rest.shift();
    if (value === undefined) throw new HttpieUsageError(`argument ${name}: expected one argument`);
    values.set(key, value);
    return;
  }
  const known = word.startsWith('--') ? [word] : Array.from(word.slice(1), (letter) => `-${letter}`);
  for (const each of known) {
    const meaning = Object.hasOwn(SWITCHES, each) ? SWITCHES[each] : undefined;
    if (meaning === undefined) throw new HttpieUsageError(`unrecognized arguments: ${word}`);
    set.add(meaning);
  }
}

const SEPARATORS = [':=', '==', ':', '='] as const;

function isItem(text: string): boolean {
  // What could be a URL is one: `:2379/x`, `localhost:2379`, `http://…`.
  return !/^(?:\w+:\/\/|:|[\w.-]+:\d|[\w.-]+\/|localhost)/.test(text) && /[:=]/.test(text);
}

/** The first separator decides, the longest of those that begin there; a backslash before it takes its meaning away. */
function splitItem(text: string): readonly [name: string, separator: string, value: string] | undefined {
  let name = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && /[:=@;\\]/.test(text[at + 1] ?? '')) {
      name += text[++at] ?? '';
      continue;
    }
    const separator =
      SEPARATORS.find((each) => text.startsWith(each, at)) ??
      (/[;@]/.test(text[at] ?? '') ? (text[at] ?? '') : undefined);
    if (separator !== undefined) return [name, separator, text.slice(at + separator.length)];
    name += text[at] ?? '';
  }
  return undefined;
}

function itemsOf(items: readonly string[]): Pick<HttpieLine, 'headers' | 'query' | 'fields'> {
  const headers: [string, string | undefined][] = [];
  const query: [string, string][] = [];
  const fields: { name: string; value: string; isJson: boolean }[] = [];
  for (const item of items) {
    const [name, separator, value] = splitItem(item) ?? [];
    if (name === undefined || separator === undefined || value === undefined)
      throw new HttpieUsageError(`argument REQUEST_ITEM: '${item}' is not a valid value`);
    if (separator === '@')
      throw new HttpieUsageError(`argument REQUEST_ITEM: '${item}': files are not sent here`);
    if (separator === ':') headers.push([name, value === '' ? undefined : value]);
    else if (separator === ';') headers.push([name, '']);
    else if (separator === '==') query.push([name, value]);
    else if (separator === '=') fields.push({ name, value, isJson: false });
    else {
      if (!isJson(value)) throw new HttpieUsageError(`argument REQUEST_ITEM: '${item}': ${value} is no JSON`);
      fields.push({ name, value, isJson: true });
    }
  }
  return { headers, query, fields };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
