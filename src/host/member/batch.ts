import type { NodeId } from '../../base/flavor.ts';
import { largeBytes } from '../../base/large-bytes.ts';
import type { NodeInput, NodeOutput } from '../../node/io.ts';
import type { NodeBatchResult } from '../../sim/node-host.ts';
import { firstDifference } from '../first-difference.ts';
import type { MemberWorker } from './member-worker.ts';
import type { NodeAnswer } from './node-port.ts';
import { RecordsDigest } from './records-digest.ts';

/** A worker is told of this many inputs first, so that it begins while its shadow goes on; then of more at a time. */
const FIRST_PIECE = 4;
const PIECE_GROWTH = 4;
const PIECE_MAX = 64;
/** Or of fewer, when they bring this much in large values: no message takes a worker long. */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * What one member's shadow has done and its worker has not confirmed yet: inputs, told piece by piece, and the shadow's
 * outputs. The worker's answer to the last piece is for all of them.
 */
export class Batch {
  readonly node: NodeId;
  readonly worker: MemberWorker;
  readonly #outputs: NodeOutput[] = [];
  readonly #digest = new RecordsDigest();
  /** So many of the outputs are in the digest. */
  #digested = 0;
  /** What the worker has not been told of yet, and the bytes in large pieces of that. */
  #inputs: NodeInput[] = [];
  #bytes = 0;
  #pieceMax = FIRST_PIECE;

  constructor(node: NodeId, worker: MemberWorker) {
    this.node = node;
    this.worker = worker;
  }

  /** Gives how many bytes of the input are in large pieces. */
  add(input: NodeInput, output: NodeOutput): number {
    const bytes = bytesOf(input);
    this.#inputs.push(input);
    this.#outputs.push(output);
    this.#bytes += bytes;
    if (this.#inputs.length >= this.#pieceMax || this.#bytes >= PIECE_BYTES) this.#tell();
    return bytes;
  }

  #tell(): void {
    this.worker.tell({ type: 'begin', node: this.node, inputs: this.#inputs }, this.#bytes);
    this.#inputs = [];
    this.#bytes = 0;
    this.#sumUp();
    this.#pieceMax = Math.min(PIECE_MAX, this.#pieceMax * PIECE_GROWTH);
  }

  /** While the worker is busy with what it was just told. */
  #sumUp(): void {
    this.#digest.add(this.#outputs.slice(this.#digested));
    this.#digested = this.#outputs.length;
  }

  /**
   * Asks the worker for its digest of all this. Gives a function to wait with for why these two cannot be the same member;
   * undefined when they did and said the same.
   */
  close(): () => Promise<string | undefined> {
    const { node, worker } = this;
    const task = { type: 'run', node, inputs: this.#inputs, want: 'digest' } as const;
    const answer = worker.ask(task, this.#bytes);
    return async () => {
      this.#sumUp();
      return findDivergence(worker, await answer, { node, outputs: this.#outputs }, this.#digest);
    };
  }
}

/** What a shadow has done. */
export type ShadowResult = Pick<NodeBatchResult, 'node' | 'outputs' | 'crashed'>;

/**
 * Why worker and shadow, whose digest is given, cannot be the same member. Only where their digests differ the worker is
 * asked for its records, which say in what field. Records that are equal, but for the order of their fields, are the same.
 */
export async function findDivergence(
  worker: MemberWorker,
  answer: NodeAnswer,
  { node, outputs, crashed }: ShadowResult,
  digest: RecordsDigest = digestOf(outputs),
): Promise<string | undefined> {
  if (worker.death !== undefined) return worker.death;
  if (answer.crashed !== crashed) {
    return `diverged: the worker ${endOf(answer.crashed)}, its shadow ${endOf(crashed)}`;
  }
  if (answer.count === outputs.length && answer.digest === digest.value()) return undefined;
  const { outputs: records = [] } = await worker.ask({ type: 'records', node });
  if (worker.death !== undefined) return worker.death;
  const path = firstDifference(records, outputs);
  if (path !== undefined) return `diverged at outputs${path}`;
  const isOfRecords = answer.count === records.length && answer.digest === digestOf(records).value();
  return isOfRecords ? undefined : 'diverged: the digest that its worker gave is not that of its records';
}

function digestOf(outputs: readonly NodeOutput[]): RecordsDigest {
  const digest = new RecordsDigest();
  digest.add(outputs);
  return digest;
}

function endOf(crashed: string | undefined): string {
  return crashed === undefined ? 'went on' : `crashed (${crashed})`;
}

/** In large pieces of an input: few have any. */
function bytesOf(input: NodeInput): number {
  const { type } = input;
  return type === 'tick' || type === 'writeDone' || type === 'applyDone' ? 0 : largeBytes(input);
}
