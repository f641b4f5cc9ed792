import { present } from '../../base/assert.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { Server } from './server.ts';

const NAME = 'console';
const STEP_MS = 5;

/** What a program has written since it was looked at last. */
export interface Written {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** How a program ended; `signal`: by one that it did not catch. */
export interface Ended {
  readonly exitCode: number;
  readonly signal: string | undefined;
}

/** A console beside the members, at the first of them: programs run in it as they would from a shell, each a job. */
export class ConsoleClient {
  readonly #server: Server;
  /** How much of each job's output has been looked at. */
  readonly #seen = new Map<number, { 1: number; 2: number }>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(server: Server): Promise<ConsoleClient> {
    await server.act({ type: 'startClient', client: NAME, endpoints: [1], program: { recipe: 'console' } });
    await server.pass(STEP_MS);
    return new ConsoleClient(server);
  }

  /** Starts a program; gives the number of its job. stdin absent: it stays open. */
  async exec(
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
    stdin?: Uint8Array,
  ): Promise<number> {
    const given = stdin === undefined ? {} : { stdin };
    await this.#tell({ type: 'exec', argv, env: Object.entries(env), ...given });
    const begun = this.#notes().findLast((note) => note.type === 'typed');
    return present(begun, 'what was started has said so').job;
  }

  /** text null: there will be no more. */
  async input(job: number, text: string | null): Promise<void> {
    if (text === null) await this.#tell({ type: 'eof', job });
    else await this.#tell({ type: 'input', job, bytes: Buffer.from(text, 'utf8') });
  }

  async signal(job: number, signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.#tell({ type: 'signal', job, signal });
  }

  file(name: string): Uint8Array | undefined {
    return this.#server.fileOf(NAME, name);
  }

  ended(job: number): Ended | undefined {
    const note = this.#notes().find((each) => each.type === 'ended' && each.job === job);
    return note?.type === 'ended' ? { exitCode: note.exitCode, signal: note.signal } : undefined;
  }

  /** Lets time pass until it has ended, at most so long. */
  async untilEnded(job: number, atMostMs: number): Promise<Ended | undefined> {
    for (let waited = 0; waited < atMostMs && this.ended(job) === undefined; waited += STEP_MS) {
      await this.#server.pass(STEP_MS);
    }
    return this.ended(job);
  }

  /** Lets time pass until what it has written is as wanted, at most so long, and then a little for what is too much. */
  async untilQuiet(
    job: number,
    isWanted: (written: Written) => boolean,
    atMostMs: number,
    quietMs: number,
  ): Promise<void> {
    for (let waited = 0; waited < atMostMs && !isWanted(this.#unseen(job)); waited += STEP_MS) {
      await this.#server.pass(STEP_MS);
    }
    await this.#server.pass(quietMs);
  }

  /** What it has written since the last look. */
  take(job: number): Written {
    const written = this.#unseen(job);
    const { 1: out, 2: err } = this.#seen.get(job) ?? { 1: 0, 2: 0 };
    this.#seen.set(job, { 1: out + written.stdout.length, 2: err + written.stderr.length });
    return written;
  }

  #unseen(job: number): Written {
    const seen = this.#seen.get(job) ?? { 1: 0, 2: 0 };
    const all = this.#notes().filter((note) => note.type === 'output' && note.job === job);
    const of = (fd: 1 | 2) =>
      Buffer.concat(all.flatMap((note) => (note.type === 'output' && note.fd === fd ? [note.bytes] : [])));
    return { stdout: of(1).subarray(seen[1]), stderr: of(2).subarray(seen[2]) };
  }

  #notes(): ReturnType<Server['notesOf']> {
    return this.#server.notesOf(NAME);
  }

  async #tell(instruction: Parameters<Server['tell']>[1]): Promise<void> {
    await this.#server.tell(NAME, instruction);
    await this.#server.pass(0);
  }
}

export function textOfBytes(bytes: Uint8Array): string {
  return decodeUtf8(bytes);
}
