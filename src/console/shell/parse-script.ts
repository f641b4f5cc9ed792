import {
  ShellError,
  type Assignment,
  type Chain,
  type IfBranch,
  type Item,
  type Pipeline,
  type Redirect,
  type Script,
  type ShellCommand,
  type Word,
  type WordPart,
} from './script.ts';

/** How deep things may stand in each other: deeper is no line that somebody types. */
const DEPTH_MAX = 50;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const SPECIAL = new Set(['?', '$', '#', '@', '*', '!', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
/** Where a list of commands ends that something else holds. */
const CLOSING = new Set(['do', 'done', 'then', 'elif', 'else', 'fi', '}', ')']);
/** Words of the shell that this one does not know: said by name, so that nobody wonders. */
const UNKNOWN_WORDS = new Set(['case', 'select', 'function', '[[', 'coproc', 'esac']);

/**
 * A line of the shell, or several with what spans them: lists, pipes, `&&`, `||`, `&`, `for`, `while`, `until`, `if`, groups,
 * subshells, redirections, here-documents, quotes, `$name`, `$(command)`, `$((sum))`, comments. Throws a ShellError for what is
 * none, or is not known here.
 */
export function parseScript(text: string): Script {
  const parser = new ScriptParser(text, 0);
  const script = parser.list();
  parser.mustBeAtEnd();
  return script;
}

class ScriptParser {
  readonly #text: string;
  readonly #depth: number;
  #at = 0;
  /** Here-documents whose text begins after the line's end. */
  #documents: { end: string; isRaw: boolean; fill: (word: Word) => void }[] = [];

  constructor(text: string, depth: number) {
    if (depth > DEPTH_MAX) throw new ShellError(`more than ${DEPTH_MAX} commands stand in each other`);
    this.#text = text;
    this.#depth = depth;
  }

  mustBeAtEnd(): void {
    this.#blanks(true);
    if (this.#at < this.#text.length) throw this.#unexpected();
    this.#needDocuments();
  }

  /** Up to a word that closes what holds it, or the end. */
  list(): Script {
    const items: Item[] = [];
    for (;;) {
      this.#blanks(true);
      if (this.#isOver() || this.#closes()) return items;
      if (this.#text.startsWith(';', this.#at) || this.#isOperator('&')) throw this.#unexpected();
      const from = this.#at;
      const chain = this.#chain();
      const text = this.#text.slice(from, this.#at).trim();
      this.#blanks(false);
      const isBackground = this.#isOperator('&') && this.#text[this.#at + 1] !== '>';
      if (isBackground) this.#at++;
      else if (this.#text[this.#at] === ';') this.#at++;
      else if (!this.#isOver() && this.#text[this.#at] !== '\n' && !this.#closes()) throw this.#unexpected();
      items.push({ chain, isBackground, text });
    }
  }

  #chain(): Chain {
    const first = this.#pipeline();
    const rest: Chain['rest'][number][] = [];
    for (;;) {
      this.#blanks(false);
      const on = this.#text.startsWith('&&', this.#at)
        ? '&&'
        : this.#text.startsWith('||', this.#at)
          ? '||'
          : undefined;
      if (on === undefined) return { first, rest };
      this.#at += 2;
      this.#blanks(true);
      rest.push({ on, pipeline: this.#pipeline() });
    }
  }

  #pipeline(): Pipeline {
    const isTimed = this.#takeWord('time');
    const isNegated = this.#takeWord('!');
    const commands = [this.#command()];
    for (;;) {
      this.#blanks(false);
      if (this.#text[this.#at] !== '|' || this.#text[this.#at + 1] === '|') break;
      this.#at++;
      if (this.#text[this.#at] === '&') {
        this.#at++;
        const last = commands.pop();
        if (last !== undefined)
          commands.push({ ...last, redirects: [...last.redirects, { type: 'same', fd: 2, as: 1 }] });
      }
      this.#blanks(true);
      commands.push(this.#command());
    }
    return { isNegated, isTimed, commands };
  }

  #command(): ShellCommand {
    this.#blanks(false);
    if (this.#isOver()) throw new ShellError('syntax error: unexpected end of file', true);
    const compound = this.#compound();
    if (compound === undefined) return this.#simple();
    const redirects: Redirect[] = [];
    for (let one = this.#redirect(); one !== undefined; one = this.#redirect()) redirects.push(one);
    return { ...compound, redirects };
  }

  #compound(): Compound | undefined {
    if (this.#text[this.#at] === '(') {
      this.#at++;
      const body = this.#inner();
      if (this.#text[this.#at] !== ')') throw this.#unexpected();
      this.#at++;
      return { type: 'subshell', body };
    }
    const word = this.#peekWord();
    if (word === undefined) return undefined;
    if (UNKNOWN_WORDS.has(word)) {
      throw new ShellError(
        `${word} is not known here: a console has for, while, until and if, groups, pipes, && and ||`,
      );
    }
    if (CLOSING.has(word)) throw this.#unexpected();
    switch (word) {
      case '{': {
        this.#at++;
        const body = this.#inner();
        this.#closing('}');
        return { type: 'group', body };
      }
      case 'for':
        return this.#for();
      case 'while':
      case 'until': {
        this.#at += word.length;
        const test = this.#inner();
        this.#closing('do');
        const body = this.#inner();
        this.#closing('done');
        return { type: 'while', until: word === 'until', test, body };
      }
      case 'if':
        return this.#if();
      default:
        if (/^[A-Za-z_][A-Za-z0-9_]*\(\)/.test(this.#text.slice(this.#at)))
          throw new ShellError('functions are not known here');
        return undefined;
    }
  }

  #for(): Compound {
    this.#at += 3;
    this.#blanks(false);
    const name = NAME.exec(this.#text.slice(this.#at))?.[0];
    if (name === undefined) {
      if (this.#isOver()) throw new ShellError('syntax error: unexpected end of file', true);
      throw this.#unexpected();
    }
    this.#at += name.length;
    this.#blanks(true);
    const words: Word[] = [];
    if (this.#takeWord('in')) {
      for (;;) {
        this.#blanks(false);
        const word = this.#word();
        if (word === undefined) break;
        words.push(word);
      }
    }
    this.#blanks(false);
    if (this.#text[this.#at] === ';') this.#at++;
    this.#blanks(true);
    this.#closing('do');
    const body = this.#inner();
    this.#closing('done');
    return { type: 'for', name, words, body };
  }

  #if(): Compound {
    const branches: IfBranch[] = [];
    let otherwise: Script = [];
    this.#at += 2;
    for (;;) {
      const test = this.#inner();
      this.#closing('then');
      branches.push({ test, body: this.#inner() });
      if (this.#takeWord('elif')) continue;
      if (this.#takeWord('else')) otherwise = this.#inner();
      this.#closing('fi');
      return { type: 'if', branches, otherwise };
    }
  }

  /** A list within something, which must not be empty. */
  #inner(): Script {
    const inner = new ScriptParser(this.#text, this.#depth + 1);
    inner.#at = this.#at;
    inner.#documents = this.#documents;
    const script = inner.list();
    this.#at = inner.#at;
    this.#documents = inner.#documents;
    if (script.length === 0) {
      if (this.#isOver()) throw new ShellError('syntax error: unexpected end of file', true);
      throw this.#unexpected();
    }
    return script;
  }

  #closing(word: string): void {
    this.#blanks(true);
    if (this.#takeWord(word)) return;
    if (this.#isOver()) throw new ShellError('syntax error: unexpected end of file', true);
    throw this.#unexpected();
  }

  #simple(): ShellCommand {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      this.#blanks(false);
      const redirect = this.#redirect();
      if (redirect !== undefined) {
        redirects.push(redirect);
        continue;
      }
      const assigned =
        words.length === 0 ? /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(this.#text.slice(this.#at)) : null;
      if (assigned?.[1] !== undefined) {
        this.#at += assigned[0].length;
        assignments.push({ name: assigned[1], value: this.#word() ?? [] });
        continue;
      }
      const word = this.#word();
      if (word === undefined) break;
      words.push(word);
    }
    if (words.length + assignments.length + redirects.length === 0) throw this.#unexpected();
    return { type: 'simple', assignments, words, redirects };
  }

  #redirect(): Redirect | undefined {
    this.#blanks(false);
    const found = /^(?:(&>>?)|([012]?)(>>|>&|>\||>|<<<|<<-?|<))/.exec(this.#text.slice(this.#at));
    if (found === null) return undefined;
    this.#at += found[0].length;
    const [, both, number = '', sign = ''] = found;
    if (both !== undefined) {
      return { type: 'file', fd: 'both', appends: both === '&>>', to: this.#target() };
    }
    const fd = number === '2' ? 2 : 1;
    if (sign === '>&') {
      const as = /^[12](?![\w.])/.exec(this.#text.slice(this.#at))?.[0];
      if (as === undefined) return { type: 'file', fd: 'both', appends: false, to: this.#target() };
      this.#at++;
      return { type: 'same', fd, as: as === '1' ? 1 : 2 };
    }
    if (sign === '<') return { type: 'input', from: this.#target() };
    if (sign === '<<<') return { type: 'text', word: [...this.#target(), quoted('\n')] };
    if (sign.startsWith('<<')) return this.#document(sign === '<<-');
    return { type: 'file', fd, appends: sign === '>>', to: this.#target() };
  }

  #target(): Word {
    this.#blanks(false);
    const word = this.#word();
    if (word !== undefined) return word;
    if (this.#isOver()) throw new ShellError('syntax error: unexpected end of file', true);
    throw this.#unexpected();
  }

  #document(isRaw: boolean): Redirect {
    const from = this.#at;
    const word = this.#target();
    const end = word.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const redirect = { type: 'text' as const, word: [] as Word };
    const isQuoted = /['"\\]/.test(this.#text.slice(from, this.#at));
    this.#documents.push({
      end,
      isRaw: isRaw || isQuoted,
      fill: (filled) => void (redirect.word = filled),
    });
    return redirect;
  }

  /** What here-documents hold stands after the line in which they are named. */
  #takeDocuments(): void {
    for (const { end, isRaw, fill } of this.#documents.splice(0)) {
      const lines: string[] = [];
      for (;;) {
        if (this.#at >= this.#text.length) {
          throw new ShellError(`a here-document is not ended by a line ${JSON.stringify(end)}`, true);
        }
        const next = this.#text.indexOf('\n', this.#at);
        const line = this.#text.slice(this.#at, next < 0 ? undefined : next);
        this.#at = next < 0 ? this.#text.length : next + 1;
        if (line.trim() === end.trim() && line.trimStart() === end) break;
        lines.push(`${line}\n`);
      }
      const body = lines.join('');
      fill(isRaw ? [quoted(body)] : new ScriptParser(body, this.#depth + 1).#documentWord());
    }
  }

  #needDocuments(): void {
    const [missing] = this.#documents;
    if (missing === undefined) return;
    throw new ShellError(`a here-document is not ended by a line ${JSON.stringify(missing.end)}`, true);
  }

  /** Text in which variables and commands stand for what they give. */
  #documentWord(): Word {
    const parts: WordPart[] = [];
    while (this.#at < this.#text.length) this.#inQuotes(parts);
    return parts;
  }

  /** Undefined: none begins here. */
  #word(): Word | undefined {
    const parts: WordPart[] = [];
    for (;;) {
      const c = this.#text[this.#at];
      if (c === undefined || /[\s;&|<>()]/.test(c)) break;
      if (c === "'") this.#single(parts);
      else if (c === '"') this.#double(parts);
      else if (c === '$' || c === '`') this.#dollar(parts, false);
      else if (c === '\\') this.#escaped(parts);
      else {
        this.#at++;
        addText(parts, c, false);
      }
    }
    return parts.length === 0 ? undefined : parts;
  }

  #escaped(parts: WordPart[]): void {
    const next = this.#text[this.#at + 1];
    if (next === undefined) throw new ShellError('syntax error: the line ends in a backslash', true);
    this.#at += 2;
    if (next !== '\n') addText(parts, next, true);
  }

  #single(parts: WordPart[]): void {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw new ShellError("unexpected EOF while looking for matching `''", true);
    addText(parts, this.#text.slice(this.#at + 1, end), true);
    this.#at = end + 1;
  }

  #double(parts: WordPart[]): void {
    this.#at++;
    addText(parts, '', true);
    for (;;) {
      const c = this.#text[this.#at];
      if (c === undefined) throw new ShellError('unexpected EOF while looking for matching `"\'', true);
      if (c === '"') break;
      this.#inQuotes(parts);
    }
    this.#at++;
  }

  #inQuotes(parts: WordPart[]): void {
    const c = this.#text[this.#at] ?? '';
    if (c === '$' || c === '`') return this.#dollar(parts, true);
    const next = this.#text[this.#at + 1];
    if (c === '\\' && next !== undefined && '$`"\\\n'.includes(next)) {
      this.#at += 2;
      if (next !== '\n') addText(parts, next, true);
      return;
    }
    this.#at++;
    addText(parts, c, true);
  }

  #dollar(parts: WordPart[], isQuoted: boolean): void {
    if (this.#text[this.#at] === '`') return this.#backticks(parts, isQuoted);
    const rest = this.#text.slice(this.#at + 1);
    if (rest.startsWith("'") && !isQuoted) return this.#ansi(parts);
    if (rest.startsWith('((')) return this.#sum(parts, isQuoted);
    if (rest.startsWith('(')) {
      this.#at += 2;
      const inner = new ScriptParser(this.#text, this.#depth + 1);
      inner.#at = this.#at;
      const body = inner.list();
      this.#at = inner.#at;
      if (this.#text[this.#at] !== ')') {
        if (this.#isOver()) throw new ShellError("unexpected EOF while looking for matching `)'", true);
        throw this.#unexpected();
      }
      this.#at++;
      return void parts.push({ type: 'command', body, isQuoted });
    }
    if (rest.startsWith('{')) return this.#braced(parts, isQuoted);
    const first = rest[0] ?? '';
    const name = SPECIAL.has(first) ? first : NAME.exec(rest)?.[0];
    this.#at += 1 + (name?.length ?? 0);
    if (name === undefined) addText(parts, '$', isQuoted);
    else parts.push({ type: 'variable', name, isQuoted });
  }

  #braced(parts: WordPart[], isQuoted: boolean): void {
    const found = /^\$\{([A-Za-z_][A-Za-z0-9_]*|[?#@*0-9])(:-|\})/.exec(this.#text.slice(this.#at));
    const [all = '', name, sign] = found ?? [];
    if (name === undefined) {
      if (!this.#text.slice(this.#at).includes('}'))
        throw new ShellError("unexpected EOF while looking for matching `}'", true);
      throw new ShellError('of ${…} a console knows ${name} and ${name:-otherwise}');
    }
    this.#at += all.length;
    if (sign === '}') return void parts.push({ type: 'variable', name, isQuoted });
    const otherwise: WordPart[] = [];
    for (;;) {
      const c = this.#text[this.#at];
      if (c === undefined) throw new ShellError("unexpected EOF while looking for matching `}'", true);
      if (c === '}') break;
      if (c === "'" && !isQuoted) this.#single(otherwise);
      else if (c === '"') this.#double(otherwise);
      else this.#inQuotes(otherwise);
    }
    this.#at++;
    parts.push({ type: 'variable', name, otherwise, isQuoted });
  }

  #backticks(parts: WordPart[], isQuoted: boolean): void {
    const end = this.#text.indexOf('`', this.#at + 1);
    if (end < 0) throw new ShellError("unexpected EOF while looking for matching ``'", true);
    const inner = new ScriptParser(this.#text.slice(this.#at + 1, end), this.#depth + 1);
    const body = inner.list();
    inner.mustBeAtEnd();
    this.#at = end + 1;
    parts.push({ type: 'command', body, isQuoted });
  }

  #sum(parts: WordPart[], isQuoted: boolean): void {
    const end = sumEnd(this.#text, this.#at + 3);
    if (end < 0) throw new ShellError("unexpected EOF while looking for matching `)'", true);
    parts.push({ type: 'sum', text: this.#text.slice(this.#at + 3, end), isQuoted });
    this.#at = end + 2;
  }

  /** `$'…'` with its escapes. */
  #ansi(parts: WordPart[]): void {
    const found = /^\$'((?:[^'\\]|\\[^])*)'/.exec(this.#text.slice(this.#at));
    if (found?.[1] === undefined) throw new ShellError("unexpected EOF while looking for matching `''", true);
    this.#at += found[0].length;
    addText(parts, unescaped(found[1]), true);
  }

  /** Blanks, line ends where they mean nothing, a backslash before a line end, and comments. */
  #blanks(withLineEnds: boolean): void {
    for (;;) {
      const c = this.#text[this.#at];
      if (c === ' ' || c === '\t' || c === '\r') this.#at++;
      else if (c === '\\' && this.#text[this.#at + 1] === '\n') this.#at += 2;
      else if (c === '#' && this.#isWordStart()) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else if (c === '\n' && withLineEnds) {
        this.#at++;
        this.#takeDocuments();
      } else return;
    }
  }

  #isWordStart(): boolean {
    return this.#at === 0 || /[\s;&|()]/.test(this.#text[this.#at - 1] ?? ' ');
  }

  #isOver(): boolean {
    return this.#at >= this.#text.length;
  }

  #isOperator(sign: '&'): boolean {
    return this.#text[this.#at] === sign && this.#text[this.#at + 1] !== sign;
  }

  /** The bare word that stands here. */
  #peekWord(): string | undefined {
    return /^[^\s;&|<>()'"$`\\]+/.exec(this.#text.slice(this.#at))?.[0];
  }

  #takeWord(word: string): boolean {
    this.#blanks(false);
    if (this.#peekWord() !== word || /['"$`\\]/.test(this.#text[this.#at + word.length] ?? ' ')) return false;
    this.#at += word.length;
    return true;
  }

  /** Whether a word or sign stands here that closes what holds this list. */
  #closes(): boolean {
    return this.#text[this.#at] === ')' || CLOSING.has(this.#peekWord() ?? '');
  }

  #unexpected(): ShellError {
    const found = /^(?:\n|[;&|<>()]+|[^\s;&|<>()]+)/.exec(this.#text.slice(this.#at))?.[0] ?? 'newline';
    return new ShellError(`syntax error near unexpected token \`${found === '\n' ? 'newline' : found}'`);
  }
}

/** Where the `))` of a sum stands that began before; -1: nowhere. */
function sumEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && depth > 0) depth--;
    else if (text.startsWith('))', at)) return at;
  }
  return -1;
}

type WithoutRedirects<One> = One extends unknown ? Omit<One, 'redirects'> : never;
type Compound = Exclude<WithoutRedirects<ShellCommand>, { readonly type: 'simple' }>;

function addText(parts: WordPart[], text: string, isQuoted: boolean): void {
  const last = parts.at(-1);
  if (last?.type === 'text' && last.isQuoted === isQuoted) {
    parts[parts.length - 1] = { ...last, text: last.text + text };
  } else parts.push({ type: 'text', text, isQuoted });
}

function quoted(text: string): WordPart {
  return { type: 'text', text, isQuoted: true };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', '0': '\0' };

/** The escapes of `$'…'`, `echo -e` and `printf`. */
export function unescaped(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{1,2}|[^])/g, (_, escape: string) => {
    if (escape.length > 1) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return ESCAPES[escape] ?? (escape === '\\' || escape === "'" || escape === '"' ? escape : `\\${escape}`);
  });
}
