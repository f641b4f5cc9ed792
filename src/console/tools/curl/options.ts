/** How often an option's value may be given, and what becomes of it. */
type Kind =
  /** A switch; `--no-NAME` takes it back. */
  | 'switch'
  /** One value; the last counts. */
  | 'value'
  /** Each in its turn. */
  | 'list'
  /** A number of seconds. */
  | 'seconds'
  /** Known, of no meaning here, and passed over: without a value, with one. */
  | 'idle'
  | 'idleValue'
  /** Known, and refused: it would do something that is not done here. */
  | 'absent';

interface Option {
  readonly name: string;
  readonly letter?: string;
  readonly kind: Kind;
}

/** The options of curl 7.88 that are of use beside etcd. */
const OPTIONS: readonly Option[] = [
  { name: 'request', letter: 'X', kind: 'value' },
  { name: 'data', letter: 'd', kind: 'list' },
  { name: 'data-ascii', kind: 'list' },
  { name: 'data-binary', kind: 'list' },
  { name: 'data-raw', kind: 'list' },
  { name: 'data-urlencode', kind: 'list' },
  { name: 'json', kind: 'list' },
  { name: 'header', letter: 'H', kind: 'list' },
  { name: 'include', letter: 'i', kind: 'switch' },
  { name: 'head', letter: 'I', kind: 'switch' },
  { name: 'silent', letter: 's', kind: 'switch' },
  { name: 'show-error', letter: 'S', kind: 'switch' },
  { name: 'location', letter: 'L', kind: 'switch' },
  { name: 'verbose', letter: 'v', kind: 'switch' },
  { name: 'output', letter: 'o', kind: 'list' },
  { name: 'remote-name', letter: 'O', kind: 'list' },
  { name: 'write-out', letter: 'w', kind: 'value' },
  { name: 'dump-header', letter: 'D', kind: 'value' },
  { name: 'get', letter: 'G', kind: 'switch' },
  { name: 'user', letter: 'u', kind: 'value' },
  { name: 'user-agent', letter: 'A', kind: 'value' },
  { name: 'referer', letter: 'e', kind: 'value' },
  { name: 'cookie', letter: 'b', kind: 'value' },
  { name: 'max-time', letter: 'm', kind: 'seconds' },
  { name: 'max-redirs', kind: 'value' },
  { name: 'fail', letter: 'f', kind: 'switch' },
  { name: 'fail-with-body', kind: 'switch' },
  { name: 'fail-early', kind: 'switch' },
  { name: 'upload-file', letter: 'T', kind: 'value' },
  { name: 'url', kind: 'list' },
  { name: 'globoff', letter: 'g', kind: 'switch' },
  { name: 'help', letter: 'h', kind: 'switch' },
  { name: 'version', letter: 'V', kind: 'switch' },
  { name: 'no-buffer', letter: 'N', kind: 'idle' },
  { name: 'buffer', kind: 'idle' },
  { name: 'insecure', letter: 'k', kind: 'idle' },
  { name: 'compressed', kind: 'idle' },
  { name: 'ipv4', letter: '4', kind: 'idle' },
  { name: 'ipv6', letter: '6', kind: 'idle' },
  { name: 'http1.0', letter: '0', kind: 'idle' },
  { name: 'http1.1', kind: 'idle' },
  { name: 'http2', kind: 'idle' },
  { name: 'disable', letter: 'q', kind: 'idle' },
  { name: 'progress-bar', letter: '#', kind: 'idle' },
  { name: 'progress-meter', kind: 'idle' },
  { name: 'path-as-is', kind: 'idle' },
  { name: 'tcp-nodelay', kind: 'idle' },
  { name: 'keepalive', kind: 'idle' },
  { name: 'basic', kind: 'idle' },
  { name: 'parallel', letter: 'Z', kind: 'idle' },
  { name: 'connect-timeout', kind: 'idleValue' },
  { name: 'keepalive-time', kind: 'idleValue' },
  { name: 'noproxy', kind: 'idleValue' },
  { name: 'proxy', letter: 'x', kind: 'idleValue' },
  { name: 'cacert', kind: 'idleValue' },
  { name: 'cert', letter: 'E', kind: 'idleValue' },
  { name: 'key', kind: 'idleValue' },
  { name: 'form', letter: 'F', kind: 'absent' },
  { name: 'config', letter: 'K', kind: 'absent' },
  { name: 'cookie-jar', letter: 'c', kind: 'absent' },
  { name: 'retry', kind: 'absent' },
  { name: 'retry-connrefused', kind: 'absent' },
  { name: 'unix-socket', kind: 'absent' },
  { name: 'next', letter: ':', kind: 'absent' },
  { name: 'range', letter: 'r', kind: 'absent' },
  { name: 'continue-at', letter: 'C', kind: 'absent' },
  { name: 'trace', kind: 'absent' },
  { name: 'trace-ascii', kind: 'absent' },
  { name: 'resolve', kind: 'absent' },
];

/** What a line asks of curl. */
export class CurlOptions {
  readonly values = new Map<string, string>();
  /** Data, headers and outputs in their order, each with its option's name. */
  readonly lists: { readonly name: string; readonly value: string }[] = [];

  has(name: string): boolean {
    return this.values.has(name);
  }

  list(...names: readonly string[]): readonly string[] {
    return this.lists.filter(({ name }) => names.includes(name)).map(({ value }) => value);
  }
}

/** Reads the words as curl does, `-sSXPUT` and `--data x`; a text: what curl says is wrong with them. */
export function readOptions(words: readonly string[]): CurlOptions | string {
  const options = new CurlOptions();
  const rest = [...words];
  let isWords = false;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (isWords || !word.startsWith('-') || word === '-') options.lists.push({ name: 'url', value: word });
    else if (word === '--') isWords = true;
    else {
      const wrong = word.startsWith('--') ? long(options, word, rest) : short(options, word, rest);
      if (wrong !== undefined) return wrong;
    }
  }
  return options;
}

function long(options: CurlOptions, word: string, rest: string[]): string | undefined {
  const given = word.slice(2);
  const exact = OPTIONS.find(({ name }) => name === given);
  const denied = OPTIONS.find(({ name }) => `no-${name}` === given);
  if (exact === undefined && denied !== undefined) {
    options.values.delete(denied.name);
    return undefined;
  }
  const like = OPTIONS.filter(({ name }) => name.startsWith(given));
  const option = exact ?? like[0];
  if (option === undefined) return `option ${word}: is unknown`;
  if (exact === undefined && like.length > 1) return `option ${word}: is ambiguous`;
  return take(options, option, word, () => rest.shift());
}

function short(options: CurlOptions, word: string, rest: string[]): string | undefined {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at];
    const option = OPTIONS.find((each) => each.letter === letter);
    if (option === undefined) return `option ${word}: is unknown`;
    const attached = word.slice(at + 1);
    let isTaken = false;
    const wrong = take(options, option, word, () => {
      isTaken = true;
      return attached === '' ? rest.shift() : attached;
    });
    if (wrong !== undefined || isTaken) return wrong;
  }
  return undefined;
}

/** `next`: the value that stands with the option, or after it. */
function take(
  options: CurlOptions,
  { name, kind }: Option,
  word: string,
  next: () => string | undefined,
): string | undefined {
  if (kind === 'absent') return `option ${word}: is known to curl, and not here`;
  if (kind === 'idle') return undefined;
  if (name === 'remote-name') options.lists.push({ name, value: '' });
  else if (kind === 'switch') options.values.set(name, '');
  else {
    const value = next();
    if (value === undefined) return `option ${word}: requires parameter`;
    if (kind === 'seconds' && !/^\d+(\.\d*)?$|^\.\d+$/.test(value))
      return `option ${word}: expected a proper numerical parameter`;
    if (kind === 'list') options.lists.push({ name, value });
    else if (kind !== 'idleValue') options.values.set(name, value);
  }
  return undefined;
}
