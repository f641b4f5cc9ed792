import { Digest } from '../../base/digest.ts';
import type { NodeOutput } from '../../node/io.ts';

/** Of what a member puts out, in order, however it comes in pieces: worker and shadow have the same, or one of them lies. */
export class RecordsDigest {
  readonly #digest = new Digest();

  add(outputs: readonly NodeOutput[]): void {
    for (const output of outputs) this.#digest.plain(output);
  }

  value(): number {
    return this.#digest.value();
  }
}
