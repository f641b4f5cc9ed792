import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import type { WireType } from '@bufbuild/protobuf/wire';

/** Bytes that are no message of the kind asked for: what was being read, what is wrong, and at which byte. */
export class WireError extends Error {
  override name = 'WireError';
  readonly what: string;
  readonly offset: number;
  constructor(what: string, offset: number, problem: string) {
    super(`${what} at byte ${offset}: ${problem}`);
    this.what = what;
    this.offset = offset;
  }
}

/**
 * One field of a message: its number and how its value is written and read. `absent` is what a reader finds when
 * the field is not there, and what a writer leaves out (presence as in proto2: see the kinds in fields.ts).
 */
export interface Field<V> {
  readonly number: number;
  readonly absent: V;
  /** Writes tag and value, or nothing where the value counts as absent. */
  write(writer: BinaryWriter, value: V): void;
  /** Reads the value after its tag; `before` is what earlier occurrences have given. Throws on a wrong wire type. */
  read(reader: BinaryReader, wireType: WireType, before: V): V;
}

/** A message as a table: one Field a property. The table is the whole description. */
export type Shape<T> = { readonly [K in keyof T]-?: Field<T[K]> };

export interface Codec<T> {
  readonly name: string;
  readonly absent: T;
  write(writer: BinaryWriter, value: T): void;
  /** Reads up to byte `end` of the reader, exactly. Fields it does not know are skipped, as protobuf asks. */
  read(reader: BinaryReader, end: number): T;
}

/** The codec of a message by its table. Fields are written in the order of their numbers, as etcd writes them. */
export function makeCodec<T extends object>(name: string, shape: Shape<T>): Codec<T> {
  const keys = (Object.keys(shape) as (keyof T & string)[]).sort((a, b) => shape[a].number - shape[b].number);
  const keyByNumber = new Map(keys.map((key) => [shape[key].number, key]));
  const makeAbsent = () => Object.fromEntries(keys.map((key) => [key, shape[key].absent])) as T;
  return {
    name,
    absent: makeAbsent(),
    write(writer, value) {
      for (const key of keys) shape[key].write(writer, value[key]);
    },
    read(reader, end) {
      const value = makeAbsent();
      while (reader.pos < end) {
        const offset = reader.pos;
        let what = name;
        try {
          const [number, wireType] = reader.tag();
          const key = keyByNumber.get(number);
          if (key === undefined) {
            what = `${name} field ${number}`;
            reader.skip(wireType, number);
          } else {
            what = `${name}.${key}`;
            value[key] = shape[key].read(reader, wireType, value[key]);
          }
        } catch (error) {
          if (error instanceof WireError) throw error;
          throw new WireError(what, offset, error instanceof Error ? error.message : String(error));
        }
        if (reader.pos > end) throw new WireError(what, offset, `goes beyond the message's end at ${end}`);
      }
      return value;
    },
  };
}

export function encodeWith<T>(codec: Codec<T>, value: T): Uint8Array {
  const writer = new BinaryWriter();
  codec.write(writer, value);
  return writer.finish();
}

/** Throws WireError. What it returns shares no memory with `bytes`. */
export function decodeWith<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return codec.read(new BinaryReader(bytes), bytes.length);
}
