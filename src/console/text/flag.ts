/** What a flag takes, by the names of Go's pflag. */
export type FlagKind =
  'bool' | 'string' | 'int' | 'int32' | 'int64' | 'uint' | 'uint64' | 'float64' | 'duration' | 'stringSlice';

export interface Flag {
  readonly name: string;
  readonly shorthand?: string;
  readonly kind: FlagKind;
  /** What pflag prints as the default: `false`, `0`, ``, `5s`, `[127.0.0.1:2379]`. */
  readonly default: string;
  /** One line. */
  readonly usage: string;
  /** Understood, and left out of usages. */
  readonly hidden?: boolean;
}

/** What was given on a command line, with the defaults for what was not. Asking for a flag that is none is a mistake in the program. */
export interface GivenFlags {
  /** What is no flag, in order. */
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1: there was none (cobra: ArgsLenAtDash). */
  readonly argsBeforeDash: number;
  isGiven(name: string): boolean;
  bool(name: string): boolean;
  text(name: string): string;
  /** Of any kind of whole number. */
  whole(name: string): bigint;
  float(name: string): number;
  /** Of a duration, in milliseconds; may be negative or broken. */
  ms(name: string): number;
  list(name: string): readonly string[];
}
