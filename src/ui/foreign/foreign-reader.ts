import { present } from '../../base/assert.ts';
import type { ForeignReader } from '../../foreign/foreign-reader.ts';

let reader: ForeignReader | undefined;

/** The wiring (src/app) says who reads. */
export function readForeignWith(given: ForeignReader): void {
  reader = given;
}

export function foreignReader(): ForeignReader {
  return present(reader, 'the wiring has said who reads foreign histories');
}
