/**
 * The shape a translation must have: the same keys as the English catalogue. English plural forms (`key_one`,
 * `key_other`) need only `key_other` in a language without them.
 */
export type Translated<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : Translated<T[K]>;
};

/**
 * A sentence for each code. Where the nodes that one tells of (`nodes`) may be none, `code_nobody` is what it says then (i18next's
 * context), in both languages.
 */
export type CodeWords<Codes> = Readonly<
  Record<keyof Codes & string, string> & Partial<Record<`${keyof Codes & string}_nobody`, string>>
>;
