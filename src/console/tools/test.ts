import { any, type Files, type Process, type Running } from '../kernel/process.ts';

/** What is no expression: its text, without the tool's name. */
class WrongTest extends Error {
  override name = 'WrongTest';
}

const EXIT_WRONG = 2;

/** `test EXPRESSION` and `[ EXPRESSION ]`. */
export function* test(process: Process): Running<number> {
  yield* any({ isReady: true });
  const [name = '', ...words] = process.argv;
  try {
    if (name === '[' && words.pop() !== ']') throw new WrongTest("missing `]'");
    return words.length > 0 && new Tester(words, process.files).whole() ? 0 : 1;
  } catch (error) {
    if (!(error instanceof WrongTest)) throw error;
    process.write(2, `sh: ${name}: ${error.message}\n`);
    return EXIT_WRONG;
  }
}

const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
const DEPTH_MAX = 100;

class Tester {
  readonly #words: readonly string[];
  readonly #files: Files;
  #at = 0;
  #depth = 0;

  constructor(words: readonly string[], files: Files) {
    this.#words = words;
    this.#files = files;
  }

  whole(): boolean {
    const value = this.#or();
    const rest = this.#words[this.#at];
    if (rest !== undefined)
      throw new WrongTest(
        this.#words.length > 3 ? 'too many arguments' : `${rest}: binary operator expected`,
      );
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#words[this.#at] === '-o') {
      this.#at++;
      const right = this.#and();
      value ||= right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#words[this.#at] === '-a') {
      this.#at++;
      const right = this.#not();
      value &&= right;
    }
    return value;
  }

  #not(): boolean {
    if (++this.#depth > DEPTH_MAX) throw new WrongTest('too many arguments');
    const word = this.#words[this.#at];
    const next = this.#words[this.#at + 1];
    if (word === undefined) throw new WrongTest('argument expected');
    if (next !== undefined && BINARY.has(next)) return this.#compare(word, next);
    if (word === '!' && next !== undefined) {
      this.#at++;
      return !this.#not();
    }
    if (word === '(' && next !== undefined) {
      this.#at++;
      const value = this.#or();
      if (this.#words[this.#at++] !== ')') throw new WrongTest("`)' expected");
      return value;
    }
    if (/^-[nzefsrwxd]$/.test(word) && next !== undefined && next !== '-a' && next !== '-o') {
      this.#at += 2;
      return this.#single(word, next);
    }
    this.#at++;
    return word !== '';
  }

  #single(operator: string, word: string): boolean {
    if (operator === '-n') return word !== '';
    if (operator === '-z') return word === '';
    const bytes = this.#files.read(word);
    if (operator === '-d' || operator === '-x') return operator === '-d' && (word === '/' || word === '.');
    return operator === '-s' ? (bytes?.length ?? 0) > 0 : bytes !== undefined;
  }

  #compare(left: string, operator: string): boolean {
    const right = this.#words[this.#at + 2];
    if (right === undefined) throw new WrongTest(`${left}: unary operator expected`);
    this.#at += 3;
    if (operator === '=' || operator === '==') return left === right;
    if (operator === '!=') return left !== right;
    if (operator === '<') return left < right;
    if (operator === '>') return left > right;
    const [a, b] = [whole(left), whole(right)];
    const compared: Readonly<Record<string, boolean>> = {
      '-eq': a === b,
      '-ne': a !== b,
      '-lt': a < b,
      '-le': a <= b,
      '-gt': a > b,
      '-ge': a >= b,
    };
    return compared[operator] ?? false;
  }
}

function whole(text: string): bigint {
  const trimmed = text.trim();
  if (!/^[-+]?\d+$/.test(trimmed)) throw new WrongTest(`${text}: integer expression expected`);
  return BigInt(trimmed.replace(/^\+/, ''));
}
