import { Bits } from './range-coder.ts';
import { IntegerModel, NumberModel } from './numbers.ts';
import { words } from './words.ts';

/**
 * Plain data: what a saved lab is made of. Objects have own enumerable fields and nothing else; absent and undefined fields
 * are different things.
 */
export type Plain =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Plain[]
  | { readonly [name: string]: Plain };

/**
 * The kinds of values, by number. `decimal` is a number that is not whole, and `long` a bigint: both as the text that
 * JavaScript prints. `units` is a text that UTF-8 cannot say: its UTF-16 units. Numbers from `object` on are shapes: the
 * first one is a new shape, the others those that this place has had, in their order.
 */
export const kinds = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  whole: 4,
  decimal: 5,
  long: 6,
  text: 7,
  units: 8,
  bytes: 9,
  list: 10,
  object: 11,
} as const;

/** Values stand in each other no deeper: 300 transactions, each in a list of the one around it, and a lab around them. */
export const DEPTH_MAX = 640;
/** So many texts, or bytes, of a place are known by how long ago they were last there. */
export const RECENT_MAX = 32;
/** Longer texts and bytes are written out each time. */
export const KNOWN_LENGTH_MAX = 256;

/** The names of an object's fields in order; where the first is `type` and a text, which one: commands of a type are a shape. */
export interface Shape {
  readonly names: readonly string[];
  readonly type: string | undefined;
}

/** What is known of one place in the data (of the field `node` of commands `kill`, say) from the values that were there. */
export class Place {
  readonly kind = new NumberModel();
  readonly shapes: Shape[] = [];
  /** What was here last, newest first; `units` and `decimal` among the texts. */
  readonly recentTexts: string[] = [];
  readonly recentBytes: Uint8Array[] = [];
  #whole: IntegerModel | undefined;
  #recency: NumberModel | undefined;
  #items: Place | undefined;
  #length: NumberModel | undefined;
  readonly #fields: Place[][] = [];

  get whole(): IntegerModel {
    return (this.#whole ??= new IntegerModel());
  }

  get recency(): NumberModel {
    return (this.#recency ??= new NumberModel());
  }

  get length(): NumberModel {
    return (this.#length ??= new NumberModel());
  }

  get items(): Place {
    return (this.#items ??= new Place());
  }

  /** The places of the fields of an object of this shape. */
  fieldsOf(shape: number, shared: Shared): readonly Place[] {
    const known = this.#fields[shape];
    if (known !== undefined) return known;
    const places = (this.shapes[shape]?.names ?? []).map(() => new Place());
    this.#fields[shape] = places;
    shared.places += places.length;
    return places;
  }
}

/** Moves what was found, or what is new, to the front. */
export function makeNewest<T>(recent: T[], value: T, found: number): void {
  if (found >= 0) recent.splice(found, 1);
  else if (recent.length >= RECENT_MAX) recent.pop();
  recent.unshift(value);
}

/** What all places share: how long new texts are, which known one is meant, and the shapes' names. */
export class Shared {
  readonly length = new NumberModel();
  readonly known = new NumberModel();
  readonly names = new NumberModel();
  readonly knownName = new NumberModel();
  readonly hasType = new Bits(1);
  readonly texts: string[] = [...words];
  readonly bytes: Uint8Array[] = [];
  /** How many places fields have. */
  places = 0;
}
