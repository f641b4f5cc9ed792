/**
 * The shape a translation must have: the same keys as the English catalogue. English plural forms (`key_one`,
 * `key_other`) need only `key_other` in a language without them.
 */
export type Translated<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : Translated<T[K]>;
};
