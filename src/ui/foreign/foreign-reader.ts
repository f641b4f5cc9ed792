import type { ForeignReader } from '../../foreign/foreign-reader.ts';

let tell: (reader: ForeignReader) => void = () => undefined;
const reader = new Promise<ForeignReader>((resolve) => {
  tell = resolve;
});

/** The wiring (src/app) says who reads, once the first picture stands. */
export function readForeignWith(given: ForeignReader): void {
  tell(given);
}

/** Whoever is quicker than that waits for it. */
export function foreignReader(): Promise<ForeignReader> {
  return reader;
}
