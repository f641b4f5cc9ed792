import { expect } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { decodeLab, encodeLab } from '../../src/saved/format.ts';
import { fromFragment, toFragment } from '../../src/saved/link.ts';
import { SavedError } from '../../src/saved/saved-error.ts';
import type { OpenableLab } from '../../src/saved/saved-lab.ts';
import { mutated } from './mutated.ts';

/**
 * Opens so many mutated files and links of some labs. Each one is a lab again, as it may be if nothing that counts was changed, or
 * one SavedError with a sentence; nothing else comes of any. How often each came, by code.
 */
export function throwMutated(seed: number, labs: readonly OpenableLab[], times: number): Map<string, number> {
  const files = labs.map(encodeLab);
  const ends = new Map<string, number>();
  for (let i = 0; i < times; i++) {
    const dice = makeDice(seed, 'mutated', i);
    const file = files[i % files.length] ?? new Uint8Array(0);
    const changed = mutated(dice, file);
    const end = endOf(
      () => decodeLab(drawInt(dice, 0, 1) === 0 ? changed : asLink(changed)),
      `seed ${seed}, file ${i}`,
    );
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  return ends;
}

/** What was a link all the way. */
function asLink(file: Uint8Array): Uint8Array {
  return fromFragment(toFragment(file));
}

function endOf(open: () => OpenableLab, which: string): string {
  try {
    open();
    return 'opened';
  } catch (error) {
    if (!(error instanceof SavedError)) throw new Error(`${which}: ${String(error)}`, { cause: error });
    expect(error.message.length, which).toBeGreaterThan(20);
    return error.code;
  }
}
