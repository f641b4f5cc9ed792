import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';

/** What raftexample puts into its log for a key: both are bytes, as Go's strings are. */
export interface KeyValuePair {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** The type that a stream of encoding/gob describes before its first value: `kv` of two strings, `Key` and `Val`. */
const TYPE_NAME = 'kv';
const FIELDS = ['Key', 'Val'] as const;
/** The first id that gob gives to a type of its user; its negative announces the type. */
const TYPE_ID = 64;
/** gob's own id of strings. */
const STRING_ID = 6;

/** A stream of one value, as `gob.NewEncoder(&buf).Encode(kv{key, val})` gives it. */
export function encodePair({ key, value }: KeyValuePair): Uint8Array {
  const fields: number[] = [...signed(TYPE_ID)];
  let last = -1;
  for (const [i, text] of [key, value].entries()) {
    // What is empty is left out; a field says how far it is from the one before it.
    if (text.length === 0) continue;
    fields.push(...unsigned(i - last), ...unsigned(text.length));
    for (const byte of text) fields.push(byte);
    last = i;
  }
  fields.push(0);
  return Uint8Array.from([...typeMessage, ...unsigned(fields.length), ...fields]);
}

/** Undefined: the bytes are no such stream. */
export function decodePair(bytes: Uint8Array): KeyValuePair | undefined {
  if (!startsWith(bytes, typeMessage)) return undefined;
  const reader = new GobReader(bytes, typeMessage.length);
  const length = reader.unsigned();
  if (length === undefined || reader.left !== length || reader.signed() !== TYPE_ID) return undefined;
  const texts: Uint8Array[] = [new Uint8Array(0), new Uint8Array(0)];
  for (let field = -1; ;) {
    const step = reader.unsigned();
    if (step === undefined) return undefined;
    if (step === 0) break;
    field += step;
    const text = reader.text();
    if (text === undefined || field >= texts.length) return undefined;
    texts[field] = text;
  }
  const [key = new Uint8Array(0), value = new Uint8Array(0)] = texts;
  return reader.left === 0 ? { key, value } : undefined;
}

/** As people read it. */
export function pairText({ key, value }: KeyValuePair): string {
  return `${decodeUtf8(key)}=${decodeUtf8(value)}`;
}

const typeMessage: readonly number[] = makeTypeMessage();

function makeTypeMessage(): number[] {
  const text = (of: string) => [...unsigned(of.length), ...encodeUtf8(of)];
  // wireType{StructT: {CommonType{Name, Id}, Field: {Name, Id}[]}}, each field by its distance from the one before it.
  const fields = FIELDS.flatMap((name) => [1, ...text(name), 1, ...signed(STRING_ID), 0]);
  const common = [1, ...text(TYPE_NAME), 1, ...signed(TYPE_ID), 0];
  const content = [...signed(-TYPE_ID), 3, 1, ...common, 1, FIELDS.length, ...fields, 0, 0];
  return [...unsigned(content.length), ...content];
}

/** gob's numbers: up to 127 a byte; more: how many bytes follow, negated, and they, greatest first. */
function unsigned(value: number): number[] {
  if (value < 128) return [value];
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [256 - bytes.length, ...bytes];
}

function signed(value: number): number[] {
  return unsigned(value < 0 ? 2 * (-value - 1) + 1 : 2 * value);
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return bytes.length >= prefix.length && prefix.every((byte, i) => bytes[i] === byte);
}

class GobReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  unsigned(): number | undefined {
    const first = this.#bytes[this.#at++];
    if (first === undefined || first < 128) return first;
    const length = 256 - first;
    if (length > 6 || length > this.left) return undefined;
    let value = 0;
    for (let i = 0; i < length; i++) value = value * 256 + (this.#bytes[this.#at++] ?? 0);
    return value;
  }

  signed(): number | undefined {
    const value = this.unsigned();
    if (value === undefined) return undefined;
    return value % 2 === 1 ? -(value - 1) / 2 - 1 : value / 2;
  }

  text(): Uint8Array | undefined {
    const length = this.unsigned();
    if (length === undefined || length > this.left) return undefined;
    const text = this.#bytes.slice(this.#at, this.#at + length);
    this.#at += length;
    return text;
  }
}
