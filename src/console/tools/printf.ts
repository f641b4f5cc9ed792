import { any, type Process, type Running } from '../kernel/process.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** `printf FORMAT [WORD]…`: the format again and again until no word is left, as bash does. */
export function* printf({ argv, write }: Process): Running<number> {
  yield* any({ isReady: true });
  const words = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  const [format, ...rest] = words;
  if (format === undefined) {
    write(2, 'printf: usage: printf [-v var] format [arguments]\n');
    return 2;
  }
  const printer = new Printer(rest);
  do printer.once(format);
  while (printer.isMoreWanted);
  write(1, printer.out);
  for (const text of printer.wrong) write(2, `printf: ${text}\n`);
  return printer.wrong.length === 0 ? 0 : 1;
}

class Printer {
  out = '';
  readonly wrong: string[] = [];
  #isOver = false;
  #taken = 0;
  readonly #words: readonly string[];

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  #at = 0;

  /** Words are left, and the format takes some. */
  get isMoreWanted(): boolean {
    return !this.#isOver && this.#taken > 0 && this.#at < this.#words.length;
  }

  once(format: string): void {
    this.#taken = 0;
    for (const piece of format.match(
      /%%|%[-+ 0#]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?[a-zA-Z]|\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[^])|[^%\\]+|[^]/g,
    ) ?? []) {
      if (this.#isOver) return;
      if (piece === '%%') this.out += '%';
      else if (piece.startsWith('\\')) this.out += escapeOf(piece);
      else if (piece.startsWith('%') && piece.length > 1) this.#directive(piece);
      else if (piece === '%') {
        this.wrong.push("`%': missing format character");
        this.#isOver = true;
      } else this.out += piece;
    }
  }

  #next(): string | undefined {
    this.#taken++;
    return this.#words[this.#at++];
  }

  #directive(piece: string): void {
    const [, flags = '', given = '', dot, precise = '', kind = ''] =
      /^%([-+ 0#]*)(\*|\d+)?(\.(\*|\d+)?)?([a-zA-Z])$/.exec(piece) ?? [];
    const width = Number(given === '*' ? (this.#next() ?? '0') : given);
    const digits = dot === undefined ? undefined : Number(precise === '*' ? (this.#next() ?? '0') : precise);
    const text = this.#valueOf(kind, flags, digits);
    if (text === undefined) {
      this.wrong.push(`\`${kind}': invalid format character`);
      this.#isOver = true;
      return;
    }
    const isLeft = flags.includes('-');
    const isZero = flags.includes('0') && !isLeft && 'dixXoufFeEgG'.includes(kind);
    if (!isZero) this.out += isLeft ? text.padEnd(width) : text.padStart(width);
    else {
      const sign = /^[-+ ]/.test(text) ? text.slice(0, 1) : '';
      this.out += sign + text.slice(sign.length).padStart(width - sign.length, '0');
    }
  }

  #valueOf(kind: string, flags: string, digits: number | undefined): string | undefined {
    const sign = (value: number | bigint): string =>
      value < 0 ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    switch (kind) {
      case 's':
        return (this.#next() ?? '').slice(0, digits);
      case 'b':
        return this.#escaped(this.#next() ?? '').slice(0, digits);
      case 'c':
        return (this.#next() ?? '').slice(0, 1);
      case 'q':
        return quoted(this.#next() ?? '');
      case 'd':
      case 'i':
      case 'u': {
        const value = this.#whole(this.#next() ?? '0');
        return `${sign(value)}${value < 0n ? '-' : ''}${abs(value)
          .toString()
          .padStart(digits ?? 0, '0')}`;
      }
      case 'x':
      case 'X':
      case 'o': {
        const value = BigInt.asUintN(64, this.#whole(this.#next() ?? '0'));
        const text = value.toString(kind === 'o' ? 8 : 16).padStart(digits ?? 0, '0');
        const before = flags.includes('#') ? (kind === 'o' ? '0' : '0x') : '';
        return kind === 'X' ? `${before}${text}`.toUpperCase() : `${before}${text}`;
      }
      case 'f':
      case 'F': {
        const value = this.#real(this.#next() ?? '0');
        return `${sign(value)}${value.toFixed(Math.min(100, digits ?? 6))}`;
      }
      case 'e':
      case 'E': {
        const text = this.#real(this.#next() ?? '0')
          .toExponential(Math.min(100, digits ?? 6))
          .replace(/e([-+])(\d)$/, 'e$10$2');
        return kind === 'E' ? text.toUpperCase() : text;
      }
      case 'g':
      case 'G': {
        const value = this.#real(this.#next() ?? '0');
        return String(Number(value.toPrecision(Math.max(1, Math.min(100, digits ?? 6)))));
      }
      default:
        return undefined;
    }
  }

  /** Of %b: escapes in the word; \c ends all output. */
  #escaped(text: string): string {
    let out = '';
    for (const piece of text.match(/\\(?:x[0-9a-fA-F]{1,2}|0?[0-7]{1,3}|[^])|[^\\]+|\\$/g) ?? []) {
      if (piece === '\\c') {
        this.#isOver = true;
        break;
      }
      out += piece.startsWith('\\') ? escapeOf(piece) : piece;
    }
    return out;
  }

  #whole(text: string): bigint {
    const trimmed = text.trim();
    if (/^['"]/.test(trimmed)) return BigInt(trimmed.codePointAt(1) ?? 0);
    const [, minus = '', number = ''] = /^([-+]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(trimmed) ?? [];
    if (number === '' || `${minus}${number}` !== trimmed) {
      if (text !== '') this.wrong.push(`${text}: invalid number`);
      if (number === '') return 0n;
    }
    const value = BigInt(/^0[0-7]+$/.test(number) ? `0o${number.slice(1)}` : number);
    return BigInt.asIntN(64, minus === '-' ? -value : value);
  }

  #real(text: string): number {
    const value = Number(text);
    if (text !== '' && !Number.isNaN(value)) return value;
    if (text !== '') this.wrong.push(`${text}: invalid number`);
    return Number.parseFloat(text) || 0;
  }
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

function escapeOf(piece: string): string {
  const rest = piece.slice(1);
  if (/^x[0-9a-fA-F]+$/.test(rest)) return String.fromCharCode(Number.parseInt(rest.slice(1), 16));
  if (/^[0-7]+$/.test(rest)) return String.fromCharCode(Number.parseInt(rest, 8) & 0xff);
  return ESCAPES[rest] ?? piece;
}

function quoted(text: string): string {
  if (text === '') return "''";
  return text.replace(/[^\w@%+=:,./-]/g, (c) => `\\${c}`);
}
