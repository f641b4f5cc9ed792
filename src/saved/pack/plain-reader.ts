import { decodeUtf8OrUndefined } from '../../base/utf8.ts';
import { savedError, type SavedError } from '../saved-error.ts';
import type { NumberModel } from './numbers.ts';
import {
  DEPTH_MAX,
  kinds,
  KNOWN_LENGTH_MAX,
  makeNewest,
  Place,
  Shared,
  type Plain,
  type Shape,
} from './plain-model.ts';
import type { Packed } from './plain-writer.ts';
import { RangeDecoder } from './range-coder.ts';

/** An object has no more fields. */
const FIELDS_MAX = 1000;
/** So many places may what was read have: each takes about a kilobyte while it is read. */
const PLACES_MAX = 100_000;

/**
 * What `writePlain` was given. Whatever the bytes are, this ends: with a SavedError if they are not what was written, after
 * at most `valuesMax` values, and with no more memory than these need.
 */
export function readPlain(packed: Packed, valuesMax: number): Plain {
  const reader = new PlainReader(packed, valuesMax);
  const value = reader.read(new Place(), 0);
  reader.checkEnd();
  return value;
}

class PlainReader {
  readonly #coder: RangeDecoder;
  readonly #written: Uint8Array;
  readonly #valuesMax: number;
  readonly #shared = new Shared();
  #at = 0;
  #values = 0;

  constructor({ numbers, written }: Packed, valuesMax: number) {
    this.#coder = new RangeDecoder(numbers);
    this.#written = written;
    this.#valuesMax = valuesMax;
  }

  checkEnd(): void {
    if (this.#at !== this.#written.length) throw wrong('it has more bytes than it speaks of');
  }

  read(place: Place, depth: number): Plain {
    if (depth > DEPTH_MAX) throw wrong(`its values stand in each other more than ${DEPTH_MAX} deep`);
    this.#countValues(1);
    const kind = place.kind.read(this.#coder);
    switch (kind) {
      case kinds.undefined:
        return undefined;
      case kinds.null:
        return null;
      case kinds.false:
        return false;
      case kinds.true:
        return true;
      case kinds.whole:
        return this.#whole(place);
      case kinds.decimal:
        return decimalOf(this.#text(place));
      case kinds.long:
        return longOf(this.#text(place));
      case kinds.text:
        return this.#text(place);
      case kinds.units:
        return textOfUnits(this.#bytes(place));
      case kinds.bytes:
        return this.#bytes(place);
      case kinds.list:
        return this.#list(place, depth);
      default:
        return this.#object(place, kind - kinds.object - 1, depth);
    }
  }

  #countValues(count: number): void {
    this.#values += count;
    if (this.#values <= this.#valuesMax && this.#shared.places <= PLACES_MAX) return;
    throw savedError('labTooLarge', 'the saved lab has more parts than a page could keep');
  }

  #whole(place: Place): number {
    const value = place.whole.read(this.#coder);
    if (!Number.isSafeInteger(value)) throw wrong('it has a number beyond 2^53');
    return value;
  }

  #list(place: Place, depth: number): Plain {
    const length = place.length.read(this.#coder);
    const list: Plain[] = [];
    // The list grows as its items are read: a length that is a lie takes no memory.
    for (let i = 0; i < length; i++) list.push(this.read(place.items, depth + 1));
    return list;
  }

  #object(place: Place, known: number, depth: number): Plain {
    const number = known < 0 ? place.shapes.push(this.#shape()) - 1 : known;
    const shape = place.shapes[number];
    if (shape === undefined) throw wrong('it names a kind of object that it has not described');
    const places = place.fieldsOf(number, this.#shared);
    const values: [string, Plain][] = [];
    for (const [i, name] of shape.names.entries()) {
      const field = places[i];
      if (field === undefined) break;
      values.push([name, i === 0 && shape.type !== undefined ? shape.type : this.read(field, depth + 1)]);
    }
    // As own fields, whatever they are called.
    return Object.fromEntries(values);
  }

  #shape(): Shape {
    const { names: counts, knownName, hasType } = this.#shared;
    const count = counts.read(this.#coder);
    if (count > FIELDS_MAX) throw wrong(`it has an object of more than ${FIELDS_MAX} fields`);
    this.#countValues(count);
    const names: string[] = [];
    for (let i = 0; i < count; i++) names.push(this.#known(knownName));
    if (new Set(names).size !== names.length) throw wrong('it has an object with a field twice');
    const isTyped = names[0] === 'type' && this.#coder.bit(hasType, 0) === 1;
    return { names, type: isTyped ? this.#known(knownName) : undefined };
  }

  #text(place: Place): string {
    const recency = place.recency.read(this.#coder) - 1;
    const text = recency < 0 ? this.#known(this.#shared.known) : place.recentTexts[recency];
    if (text === undefined) throw wrong('it names a text that it has not had');
    makeNewest(place.recentTexts, text, recency);
    return text;
  }

  #known(model: NumberModel): string {
    const number = model.read(this.#coder) - 1;
    if (number >= 0) {
      const known = this.#shared.texts[number];
      if (known === undefined) throw wrong('it names a text that it has not had');
      return known;
    }
    const bytes = this.#writtenOut();
    const text = decodeUtf8OrUndefined(bytes);
    if (text === undefined) throw wrong('it has a text that is not UTF-8');
    if (bytes.length <= KNOWN_LENGTH_MAX) this.#shared.texts.push(text);
    return text;
  }

  #bytes(place: Place): Uint8Array {
    const recency = place.recency.read(this.#coder) - 1;
    const bytes = recency < 0 ? this.#knownBytes() : place.recentBytes[recency];
    if (bytes === undefined) throw wrong('it names bytes that it has not had');
    makeNewest(place.recentBytes, bytes, recency);
    return bytes;
  }

  #knownBytes(): Uint8Array {
    const number = this.#shared.known.read(this.#coder) - 1;
    if (number >= 0) {
      const known = this.#shared.bytes[number];
      if (known === undefined) throw wrong('it names bytes that it has not had');
      return known;
    }
    // In memory of their own: what is kept of them does not keep all the rest.
    const bytes = this.#writtenOut().slice();
    if (bytes.length <= KNOWN_LENGTH_MAX) this.#shared.bytes.push(bytes);
    return bytes;
  }

  #writtenOut(): Uint8Array {
    const length = this.#shared.length.read(this.#coder);
    if (length > this.#written.length - this.#at) {
      throw savedError('labCut', 'the saved lab has less bytes than it speaks of: ask for it again');
    }
    this.#at += length;
    return this.#written.subarray(this.#at - length, this.#at);
  }
}

function decimalOf(text: string): number {
  const value = Number(text);
  if (String(value) === text || (text === '-0' && Object.is(value, -0))) return value;
  throw wrong('it has a number that is none');
}

function longOf(text: string): bigint {
  if (/^-?[0-9]{1,200}$/.test(text)) return BigInt(text);
  throw wrong('it has a whole number that is none');
}

function textOfUnits(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    text += String.fromCharCode((bytes[i] ?? 0) + 256 * (bytes[i + 1] ?? 0));
  }
  return text;
}

function wrong(what: string): SavedError {
  return savedError('labWrong', `the saved lab cannot be read: ${what}`);
}
