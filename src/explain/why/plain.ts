import type { NodeId } from '../../base/flavor.ts';
import type { EntryId } from '../../raft/trace.ts';

/**
 * What stands in an answer: plain data, and never a sentence. The name of a number says what it is (`src/ui/why/why-words.ts`
 * puts it into words by its name): `voter`, `candidate`, `leader`, `node`, `to`, `from` … are numbers of nodes, lists are lists
 * of nodes; `…AtMs` is an instant and `…Ms` a span of virtual time, in milliseconds; `own`, `theirs`, `prev`, `hint` are
 * positions of a log.
 */
export type Plain = number | bigint | string | boolean | EntryId | readonly NodeId[];

/** Of a code that says everything by itself. */
export type NoNumbers = Readonly<Record<string, never>>;
