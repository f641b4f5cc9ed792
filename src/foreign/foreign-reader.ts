import type { ForeignHistory, Operation } from './history.ts';
import type { ForeignVerdict } from './judge.ts';

/** A file with its path in the folder that was opened. */
export interface FileToRead {
  readonly path: string;
  readonly file: Blob;
}

/**
 * Reads and judges histories beside the page. Reading rejects with a ForeignError for files that are none; whatever is asked
 * anew ends what was asked before.
 */
export interface ForeignReader {
  /** The grammars' texts, the first that fits counts. */
  read(files: readonly FileToRead[], grammars: readonly string[]): Promise<ForeignHistory>;
  judge(operations: readonly Operation[]): Promise<ForeignVerdict>;
  /** Ends whatever is under way; it rejects. The next call begins anew. */
  stop(): void;
}
