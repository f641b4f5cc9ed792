import { unreachable } from '../../base/assert.ts';
import { quoteByte } from './go-quote.ts';

/** What a byte did: nothing in particular, it closed an object or array, the value had ended before it, it is wrong. */
export type Scanned = 'more' | 'closed' | 'ended' | 'wrong';

type State =
  | 'beginValue'
  | 'beginValueOrEnd'
  | 'beginKey'
  | 'beginKeyOrEnd'
  | 'endValue'
  | 'endTop'
  | 'inString'
  | 'escape'
  | 'hexEscape'
  | 'minus'
  | 'zero'
  | 'digits'
  | 'dot'
  | 'fraction'
  | 'exponent'
  | 'exponentSign'
  | 'exponentDigits'
  | 'word'
  | 'wrong';

const WORDS: Readonly<Record<number, string>> = { 0x74: 'true', 0x66: 'false', 0x6e: 'null' };
const SHORT_ESCAPES = 'bfnrt\\/"';
/** So deep may values be within values (encoding/json: maxNestingDepth). */
const DEPTH_MAX = 10_000;

/**
 * JSON's grammar byte by byte, as Go's encoding/json checks it: the same texts are right, and of those that are wrong
 * the same byte is to blame and by the same words.
 */
export class JsonScanner {
  #state: State = 'beginValue';
  /** Of each value that is open: what its next part is. */
  readonly #open: ('key' | 'member' | 'item')[] = [];
  #word = '';
  /** Of the word, or of a hexadecimal escape: how much has been read. */
  #read = 0;
  /** Why the text is wrong, once it is. */
  problem: string | undefined;

  step(byte: number): Scanned {
    switch (this.#state) {
      case 'inString':
        return this.#inString(byte);
      case 'beginValue':
        return this.#beginValue(byte);
      case 'beginValueOrEnd':
        if (byte === 0x5d) return this.#endValue(byte);
        return isSpace(byte) ? 'more' : this.#beginValue(byte);
      case 'beginKey':
      case 'beginKeyOrEnd':
        return this.#beginKey(byte);
      case 'endValue':
        return this.#endValue(byte);
      case 'endTop':
        return this.#endTop(byte);
      case 'escape':
        return this.#escape(byte);
      case 'hexEscape':
        if (!isHex(byte)) return this.#wrong(byte, 'in \\u hexadecimal character escape');
        this.#read++;
        return this.#to(this.#read === 4 ? 'inString' : 'hexEscape');
      case 'word':
        return this.#inWord(byte);
      case 'wrong':
        return 'wrong';
      default:
        return this.#inNumber(this.#state, byte);
    }
  }

  /** The text is over: whether the value is whole. */
  end(): boolean {
    if (this.problem !== undefined) return false;
    return this.#state === 'endTop' || this.step(0x20) === 'ended';
  }

  #beginValue(byte: number): Scanned {
    if (isSpace(byte)) return 'more';
    if (byte === 0x7b) return this.#enter(byte, 'key', 'beginKeyOrEnd');
    if (byte === 0x5b) return this.#enter(byte, 'item', 'beginValueOrEnd');
    if (byte === 0x22) return this.#to('inString');
    if (byte === 0x2d) return this.#to('minus');
    if (byte === 0x30) return this.#to('zero');
    if (isDigit(byte)) return this.#to('digits');
    const word = WORDS[byte];
    if (word === undefined) return this.#wrong(byte, 'looking for beginning of value');
    this.#word = word;
    this.#read = 1;
    return this.#to('word');
  }

  #enter(byte: number, part: 'key' | 'item', state: State): Scanned {
    this.#open.push(part);
    return this.#open.length > DEPTH_MAX ? this.#wrong(byte, 'exceeded max depth') : this.#to(state);
  }

  #beginKey(byte: number): Scanned {
    if (isSpace(byte)) return 'more';
    if (byte === 0x7d && this.#state === 'beginKeyOrEnd') {
      this.#open[this.#open.length - 1] = 'member';
      return this.#endValue(byte);
    }
    return byte === 0x22
      ? this.#to('inString')
      : this.#wrong(byte, 'looking for beginning of object key string');
  }

  #endValue(byte: number): Scanned {
    const part = this.#open[this.#open.length - 1];
    if (part === undefined) {
      this.#state = 'endTop';
      return this.#endTop(byte);
    }
    if (isSpace(byte)) return this.#to('endValue');
    switch (part) {
      case 'key':
        if (byte !== 0x3a) return this.#wrong(byte, 'after object key');
        this.#open[this.#open.length - 1] = 'member';
        return this.#to('beginValue');
      case 'member':
        if (byte === 0x7d) return this.#close();
        if (byte !== 0x2c) return this.#wrong(byte, 'after object key:value pair');
        this.#open[this.#open.length - 1] = 'key';
        return this.#to('beginKey');
      case 'item':
        if (byte === 0x5d) return this.#close();
        return byte === 0x2c ? this.#to('beginValue') : this.#wrong(byte, 'after array element');
      default:
        return unreachable(part);
    }
  }

  #close(): Scanned {
    this.#open.pop();
    this.#state = this.#open.length === 0 ? 'endTop' : 'endValue';
    return 'closed';
  }

  /** The value has ended before this byte; if that is no space, the next one is told so. */
  #endTop(byte: number): Scanned {
    if (!isSpace(byte)) this.#wrong(byte, 'after top-level value');
    return 'ended';
  }

  #inString(byte: number): Scanned {
    if (byte === 0x22) return this.#to('endValue');
    if (byte === 0x5c) return this.#to('escape');
    return byte < 0x20 ? this.#wrong(byte, 'in string literal') : 'more';
  }

  #escape(byte: number): Scanned {
    if (byte === 0x75) {
      this.#read = 0;
      return this.#to('hexEscape');
    }
    return SHORT_ESCAPES.includes(String.fromCharCode(byte))
      ? this.#to('inString')
      : this.#wrong(byte, 'in string escape code');
  }

  #inWord(byte: number): Scanned {
    const expected = this.#word.charCodeAt(this.#read);
    if (byte !== expected) {
      return this.#wrong(byte, `in literal ${this.#word} (expecting '${String.fromCharCode(expected)}')`);
    }
    this.#read++;
    return this.#to(this.#read === this.#word.length ? 'endValue' : 'word');
  }

  #inNumber(
    state: 'minus' | 'zero' | 'digits' | 'dot' | 'fraction' | 'exponent' | 'exponentSign' | 'exponentDigits',
    byte: number,
  ): Scanned {
    const isE = byte === 0x65 || byte === 0x45;
    switch (state) {
      case 'minus':
        if (byte === 0x30) return this.#to('zero');
        return isDigit(byte) ? this.#to('digits') : this.#wrong(byte, 'in numeric literal');
      case 'zero':
      case 'digits':
        if (state === 'digits' && isDigit(byte)) return 'more';
        if (byte === 0x2e) return this.#to('dot');
        return isE ? this.#to('exponent') : this.#endValue(byte);
      case 'dot':
        return isDigit(byte)
          ? this.#to('fraction')
          : this.#wrong(byte, 'after decimal point in numeric literal');
      case 'fraction':
        if (isDigit(byte)) return 'more';
        return isE ? this.#to('exponent') : this.#endValue(byte);
      case 'exponent':
      case 'exponentSign':
        if (state === 'exponent' && (byte === 0x2b || byte === 0x2d)) return this.#to('exponentSign');
        return isDigit(byte)
          ? this.#to('exponentDigits')
          : this.#wrong(byte, 'in exponent of numeric literal');
      case 'exponentDigits':
        return isDigit(byte) ? 'more' : this.#endValue(byte);
      default:
        return unreachable(state);
    }
  }

  #to(state: State): Scanned {
    this.#state = state;
    return 'more';
  }

  #wrong(byte: number, context: string): Scanned {
    this.#state = 'wrong';
    this.problem = `invalid character ${quoteByte(byte)} ${context}`;
    return 'wrong';
  }
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46);
}
