import { bytesOfWord } from '../../text/go-string.ts';
import { FROM_KEY, NO_BYTES, prefixEnd } from '../../../client/operations.ts';
import type { GivenFlags } from '../../text/flag.ts';
import { EXIT, Exit } from '../exit.ts';

export interface KeyRange {
  readonly key: Uint8Array;
  /** Empty: one key. */
  readonly rangeEnd: Uint8Array;
}

/** Both ways of naming many keys at once are one too many. Throws Exit. */
export function refuseBoth(flags: GivenFlags): void {
  if (flags.bool('prefix') && flags.bool('from-key')) {
    const said = '`--prefix` and `--from-key` cannot be set at the same time, choose one';
    throw new Exit(EXIT.badArgs, said);
  }
}

/** The keys that arguments and --prefix or --from-key name, of `get` and `del`; at least one argument. Throws Exit. */
export function keyRangeOf(args: readonly string[], flags: GivenFlags): KeyRange {
  const [word = '', end] = args;
  const isMany = flags.bool('prefix') || flags.bool('from-key');
  if (end !== undefined && isMany) {
    const said = 'too many arguments, only accept one argument when `--prefix` or `--from-key` is set';
    throw new Exit(EXIT.badArgs, said);
  }
  if (!isMany) return { key: bytesOfWord(word), rangeEnd: end === undefined ? NO_BYTES : bytesOfWord(end) };
  if (word === '') return { key: FROM_KEY, rangeEnd: FROM_KEY };
  const key = bytesOfWord(word);
  return { key, rangeEnd: flags.bool('prefix') ? prefixEnd(key) : FROM_KEY };
}
