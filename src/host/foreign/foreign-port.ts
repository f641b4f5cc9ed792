import type { ForeignError } from '../../foreign/foreign-error.ts';
import type { FileToRead } from '../../foreign/foreign-reader.ts';
import type { ForeignHistory, Operation } from '../../foreign/history.ts';
import type { ForeignVerdict } from '../../foreign/judge.ts';

export type ForeignRequest =
  | { readonly type: 'read'; readonly files: readonly FileToRead[]; readonly grammars: readonly string[] }
  | { readonly type: 'judge'; readonly operations: readonly Operation[] };

export type ForeignReply =
  | { readonly type: 'read'; readonly history: ForeignHistory }
  | { readonly type: 'judged'; readonly verdict: ForeignVerdict }
  /** Errors lose their class on the way. */
  | { readonly type: 'refused'; readonly error: Pick<ForeignError, 'problem' | 'spot' | 'values'> }
  | { readonly type: 'failed'; readonly reason: string };
