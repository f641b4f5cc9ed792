import { drawInt, drawUint32, type Dice } from '../../src/base/random.ts';
import { MAGIC, seal } from '../../src/saved/format.ts';

/** One of the ways in which a file comes to harm: by accident, or by somebody who means it. */
export function mutated(dice: Dice, file: Uint8Array): Uint8Array {
  const way = drawInt(dice, 0, 8);
  const bytes = way === 0 ? file.slice(0, drawInt(dice, 0, file.length - 1)) : file.slice();
  const at = drawInt(dice, 0, bytes.length - 1);
  switch (way) {
    case 0: // Cut.
      return bytes;
    case 1: // A bit.
      bytes[at] = (bytes[at] ?? 0) ^ (1 << drawInt(dice, 0, 7));
      return bytes;
    case 2: // A stretch of other bytes.
      for (let i = at; i < Math.min(bytes.length, at + drawInt(dice, 1, 64)); i++)
        bytes[i] = drawUint32(dice);
      return bytes;
    case 3: // Another program's file.
      return bytes.map(() => drawUint32(dice));
    case 4: // More behind it.
      return joined(bytes, file.slice(0, drawInt(dice, 1, file.length)));
    default: // Somebody who means it makes the sum right again.
      return hostile(dice, bytes);
  }
}

/** Bytes whose sum is right and whose content is not what was written. */
function hostile(dice: Dice, file: Uint8Array): Uint8Array {
  const head = MAGIC.length + 4;
  const bytes =
    drawInt(dice, 0, 3) === 0 ? file.slice(0, drawInt(dice, head + 5, file.length)) : file.slice();
  const at = drawInt(dice, head, bytes.length - 1);
  const changes = drawInt(dice, 1, 8);
  for (let i = at; i < Math.min(bytes.length, at + changes); i++) bytes[i] = drawUint32(dice);
  seal(bytes);
  return bytes;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
