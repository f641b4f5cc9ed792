import { assert } from '../../base/assert.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { DEPTH_MAX, kinds, KNOWN_LENGTH_MAX, makeNewest, Place, Shared, type Plain } from './plain-model.ts';
import { NumberModel } from './numbers.ts';
import { RangeEncoder } from './range-coder.ts';

/** Plain data in two parts: numbers (kinds, shapes, lengths, whole numbers), and the bytes of all that is written out. */
export interface Packed {
  readonly numbers: Uint8Array;
  readonly written: Uint8Array;
}

/** `readPlain` gives the same back. Throws an AssertionError for what is no plain data, or stands too deep. */
export function writePlain(value: Plain): Packed {
  const writer = new PlainWriter();
  writer.write(new Place(), value, 0);
  return writer.finish();
}

class PlainWriter {
  readonly #coder = new RangeEncoder();
  readonly #written: Uint8Array[] = [];
  readonly #shared = new Shared();
  readonly #textNumbers = new Map(this.#shared.texts.map((text, i) => [text, i]));
  readonly #bytesNumbers = new Map<string, number>();

  finish(): Packed {
    const length = this.#written.reduce((sum, each) => sum + each.length, 0);
    const written = new Uint8Array(length);
    let at = 0;
    for (const each of this.#written) {
      written.set(each, at);
      at += each.length;
    }
    return { numbers: this.#coder.finish(), written };
  }

  write(place: Place, value: Plain, depth: number): void {
    assert(depth <= DEPTH_MAX, `plain data stands no deeper than ${DEPTH_MAX}`);
    const kind = kindOf(value);
    if (kind !== kinds.object) place.kind.write(this.#coder, kind);
    if (typeof value === 'number' && kind === kinds.whole) place.whole.write(this.#coder, value);
    else if (typeof value === 'number') this.#text(place, Object.is(value, -0) ? '-0' : String(value));
    else if (typeof value === 'bigint') this.#text(place, String(value));
    else if (typeof value === 'string') {
      if (kind === kinds.text) this.#text(place, value);
      else this.#bytes(place, unitsOf(value));
    } else if (value instanceof Uint8Array) this.#bytes(place, value);
    else if (isList(value)) this.#list(place, value, depth);
    else if (typeof value === 'object' && value !== null) this.#object(place, value, depth);
  }

  #list(place: Place, list: readonly Plain[], depth: number): void {
    place.length.write(this.#coder, list.length);
    for (const item of list) this.write(place.items, item, depth + 1);
  }

  #object(place: Place, object: { readonly [name: string]: Plain }, depth: number): void {
    const names = Object.keys(object);
    const first = names[0] === 'type' ? object['type'] : undefined;
    const type = typeof first === 'string' && isWellFormed(first) ? first : undefined;
    const shape = this.#shape(place, names, type);
    const fields = place.fieldsOf(shape, this.#shared);
    for (const [i, name] of names.entries()) {
      const field = fields[i];
      assert(field !== undefined, 'a shape has a place for each field');
      if (i > 0 || type === undefined) this.write(field, object[name], depth + 1);
    }
  }

  #shape(place: Place, names: readonly string[], type: string | undefined): number {
    const known = place.shapes.findIndex(
      (shape) =>
        shape.type === type &&
        shape.names.length === names.length &&
        shape.names.every((name, i) => name === names[i]),
    );
    place.kind.write(this.#coder, kinds.object + 1 + known);
    if (known >= 0) return known;
    const { names: counts, knownName, hasType } = this.#shared;
    counts.write(this.#coder, names.length);
    for (const name of names) this.#known(knownName, name);
    if (names[0] === 'type') {
      this.#coder.bit(hasType, 0, type === undefined ? 0 : 1);
      if (type !== undefined) this.#known(knownName, type);
    }
    place.shapes.push({ names, type });
    return place.shapes.length - 1;
  }

  #text(place: Place, text: string): void {
    const recent = place.recentTexts.indexOf(text);
    place.recency.write(this.#coder, recent + 1);
    if (recent < 0) this.#known(this.#shared.known, text);
    makeNewest(place.recentTexts, text, recent);
  }

  /** A text by its number among those that are known, or written out. */
  #known(model: NumberModel, text: string): void {
    const number = this.#textNumbers.get(text);
    model.write(this.#coder, number === undefined ? 0 : number + 1);
    if (number !== undefined) return;
    const bytes = encodeUtf8(text);
    this.#writeOut(bytes);
    if (bytes.length > KNOWN_LENGTH_MAX) return;
    this.#textNumbers.set(text, this.#shared.texts.length);
    this.#shared.texts.push(text);
  }

  #bytes(place: Place, bytes: Uint8Array): void {
    const recent = place.recentBytes.findIndex((each) => areEqual(each, bytes));
    place.recency.write(this.#coder, recent + 1);
    if (recent < 0) this.#knownBytes(bytes);
    makeNewest(place.recentBytes, bytes, recent);
  }

  #knownBytes(bytes: Uint8Array): void {
    const key = bytes.length > KNOWN_LENGTH_MAX ? undefined : String.fromCharCode(...bytes);
    const number = key === undefined ? undefined : this.#bytesNumbers.get(key);
    this.#shared.known.write(this.#coder, number === undefined ? 0 : number + 1);
    if (number !== undefined) return;
    this.#writeOut(bytes);
    if (key === undefined) return;
    this.#bytesNumbers.set(key, this.#shared.bytes.length);
    this.#shared.bytes.push(bytes);
  }

  #writeOut(bytes: Uint8Array): void {
    this.#shared.length.write(this.#coder, bytes.length);
    this.#written.push(bytes);
  }
}

/** `kinds.object` for every object: its shape is found out later. */
function kindOf(value: Plain): number {
  switch (typeof value) {
    case 'undefined':
      return kinds.undefined;
    case 'boolean':
      return value ? kinds.true : kinds.false;
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? kinds.whole : kinds.decimal;
    case 'bigint':
      return kinds.long;
    case 'string':
      return isWellFormed(value) ? kinds.text : kinds.units;
    default:
  }
  if (value === null) return kinds.null;
  if (value instanceof Uint8Array) return kinds.bytes;
  if (isList(value)) return kinds.list;
  assert(Object.prototype.toString.call(value) === '[object Object]', 'plain data has no other objects');
  return kinds.object;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Whether UTF-8 can say it: no half of a surrogate pair stands alone. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function unitsOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit & 0xff;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));
}
