import { present } from '../../base/assert.ts';
import { compareOutput, escapeBytes } from './compare-output.ts';
import { differ, type Difference } from './compare.ts';
import { ConsoleClient, textOfBytes, type Written } from './console-client.ts';
import type { Bindings } from './placeholders.ts';
import type { Server } from './server.ts';
import { isObject, listOf, textOf, type JsonObject } from './transcript-file.ts';

/** A command may take so long in virtual time: `check perf` has its minute. */
const COMMAND_MS_MAX = 200_000;
/** So long is waited for output that is due, .. */
const OUTPUT_MS_MAX = 10_000;
/** .. and for what should not come. */
const QUIET_MS = 60;
/** Until what was started is waiting for what comes. */
const STARTED_MS = 300;

/** Command lines of a transcript, and programs that go on beside them. */
export class CommandLines {
  readonly #server: Server;
  readonly #bindings: Bindings;
  readonly #firstMembers: number;
  readonly #jobs = new Map<string, number>();
  #console: ConsoleClient | undefined;
  /** The data directory of the last `snapshot restore`. */
  #restored: string | undefined;

  /** firstMembers: how many the cluster begins with. */
  constructor(server: Server, bindings: Bindings, firstMembers: number) {
    this.#firstMembers = firstMembers;
    this.#server = server;
    this.#bindings = bindings;
  }

  /** One command to its end. */
  async etcdctl(step: JsonObject): Promise<Difference | undefined> {
    const console = await this.#opened();
    const job = await console.exec(await this.#argv(step), environment(step), this.#stdin(step));
    await console.untilEnded(job, COMMAND_MS_MAX);
    this.#restored = restoredBy(listOf(step['args']).map(textOf)) ?? this.#restored;
    return this.#compareWritten(step, console.take(job)) ?? compareEnd(step, console, job);
  }

  /** One that goes on while the next steps are done. */
  async start(step: JsonObject): Promise<undefined> {
    const console = await this.#opened();
    this.#jobs.set(textOf(step['proc']), await console.exec(await this.#argv(step), environment(step)));
    await this.#server.pass(STARTED_MS);
    return undefined;
  }

  /** The saved store in the data directory that was restored last; undefined: there is none. */
  async restoredStore(): Promise<Uint8Array | undefined> {
    const console = await this.#opened();
    return this.#restored === undefined ? undefined : console.file(`${this.#restored}/member/snap/db`);
  }

  async input(step: JsonObject): Promise<undefined> {
    const { text } = step;
    const console = await this.#opened();
    await console.input(this.#jobOf(step), text === null ? null : this.#bindings.fill(textOf(text)));
    await this.#server.pass(QUIET_MS);
    return undefined;
  }

  /** What it wrote since the last look. */
  async output(step: JsonObject): Promise<Difference | undefined> {
    const console = await this.#opened();
    const job = this.#jobOf(step);
    const expected = textOf(step['stdout']).length + textOf(step['stderr']).length;
    const isEnough = ({ stdout, stderr }: Written) =>
      linesIn(textOfBytes(stdout)) >= linesIn(textOf(step['stdout'])) &&
      linesIn(textOfBytes(stderr)) >= linesIn(textOf(step['stderr']));
    await console.untilQuiet(job, isEnough, expected === 0 ? 0 : OUTPUT_MS_MAX, QUIET_MS);
    return this.#compareWritten(step, console.take(job));
  }

  async stop(step: JsonObject): Promise<Difference | undefined> {
    const console = await this.#opened();
    const job = this.#jobOf(step);
    await this.#server.pass(QUIET_MS);
    const signal = textOf(step['signal']);
    if (signal !== 'SIGINT' && signal !== 'SIGTERM' && signal !== 'SIGKILL') {
      return differ('signal', signal, 'no such signal here');
    }
    await console.signal(job, signal);
    return this.#end(step, console, job);
  }

  /** It ends by itself. */
  async exit(step: JsonObject): Promise<Difference | undefined> {
    return this.#end(step, await this.#opened(), this.#jobOf(step));
  }

  async #end(step: JsonObject, console: ConsoleClient, job: number): Promise<Difference | undefined> {
    await console.untilEnded(job, COMMAND_MS_MAX);
    this.#jobs.delete(textOf(step['proc']));
    return this.#compareWritten(step, console.take(job)) ?? compareEnd(step, console, job);
  }

  async #opened(): Promise<ConsoleClient> {
    return (this.#console ??= await ConsoleClient.open(this.#server));
  }

  #jobOf(step: JsonObject): number {
    return present(this.#jobs.get(textOf(step['proc'])), 'a program that was started');
  }

  /** `<CURRENT_REVISION>` is what the first member's store has come to. */
  async #argv(step: JsonObject): Promise<readonly string[]> {
    const args = listOf(step['args']).map(textOf);
    if (args.some((word) => word.includes('<CURRENT_REVISION>'))) {
      this.#bindings.bind('CURRENT_REVISION', await this.#server.revision());
    }
    return ['etcdctl', ...args.map((word) => this.#bindings.fill(word))];
  }

  /** Members are listed by their ids: where those of new ones stand among them is a matter of time. */
  #namesNew(expected: string): boolean {
    const numbers = [...expected.matchAll(/<MEMBER_(\d+)/g)].map(([, number]) => Number(number));
    return numbers.length > 1 && numbers.some((number) => number > this.#firstMembers);
  }

  #stdin(step: JsonObject): Uint8Array {
    const { stdin, stdinRepeat } = step;
    if (isObject(stdinRepeat)) {
      return Buffer.alloc(Number(stdinRepeat['count']), textOf(stdinRepeat['char']));
    }
    return Buffer.from(typeof stdin === 'string' ? this.#bindings.fill(stdin) : '', 'utf8');
  }

  #compareWritten(step: JsonObject, { stdout, stderr }: Written): Difference | undefined {
    const escaped = step['stdoutEscaped'];
    const [expected, got] =
      escaped === undefined
        ? [textOf(step['stdout']), textOfBytes(stdout)]
        : [textOf(escaped), escapeBytes(stdout)];
    const isUnordered = step['stdoutSorted'] === true || this.#namesNew(expected);
    return (
      compareOutput(textOf(step['stderr']), textOfBytes(stderr), this.#bindings, 'stderr') ??
      compareOutput(expected, got, this.#bindings, 'stdout', isUnordered)
    );
  }
}

function restoredBy(args: readonly string[]): string | undefined {
  if (!args.join(' ').includes('snapshot restore')) return undefined;
  const at = args.findIndex((word) => word.startsWith('--data-dir'));
  return args[at]?.split('=')[1] ?? args[at + 1];
}

function environment(step: JsonObject): Readonly<Record<string, string>> {
  const { env, api } = step;
  const given = Object.entries(isObject(env) ? env : {}).map(([name, value]) => [name, textOf(value)]);
  return { ...(Object.fromEntries(given) as Record<string, string>), ETCDCTL_API: textOf(api) };
}

function compareEnd(step: JsonObject, console: ConsoleClient, job: number): Difference | undefined {
  const ended = console.ended(job);
  const { exitCode = 0, killedBySignal = false } = step;
  if (ended === undefined) return differ('exitCode', exitCode, 'it has not ended');
  if (ended.exitCode !== exitCode) return differ('exitCode', exitCode, ended.exitCode);
  const byItself = ended.signal === undefined;
  if (byItself === (killedBySignal === true)) return differ('killedBySignal', killedBySignal, !byItself);
  return undefined;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
