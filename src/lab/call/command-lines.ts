import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { NodeId } from '../../base/flavor.ts';
import { splitWords } from '../../console/words.ts';
import type { World } from '../../sim/world/world.ts';
import type { Run } from '../play/run.ts';
import { defaultNode, type Calls } from './calls.ts';

/** One etcdctl command as typed after the prompt, with or without the word `etcdctl` before it. */
export interface CommandLineAsk {
  readonly line: string;
  /** The member at which it runs; absent: the leader, or the first that runs. */
  readonly node?: NodeId;
  readonly api?: 2 | 3;
  /** All that comes on its standard input; absent: nothing. */
  readonly stdin?: string;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

interface Waiting {
  readonly client: string;
  readonly job: number;
  readonly resolve: (result: CommandResult) => void;
}

/** A console at each member, begun when it is first needed: there is one of this name for all lines from outside. */
const consoleAt = (node: NodeId): string => `etcdctl-${node}`;
const EXIT_ERROR = 1;
const EXIT_CUT_OFF = 137;

/** Command lines from outside the page, each a job of a console of its member; who asked hears of its end. */
export class CommandLines {
  #waiting: Waiting[] = [];

  /** The command has begun when this is kept; its end is wrapped, so that the next call need not wait for it. */
  async begin(
    run: Run,
    calls: Calls,
    { line, api = 3, stdin = '', ...asked }: CommandLineAsk,
  ): Promise<{ readonly ended: Promise<CommandResult> }> {
    const words = wordsOf(line);
    if (typeof words === 'string') return { ended: Promise.resolve(refusal(words)) };
    const node = asked.node ?? defaultNode(run.cluster.world);
    const client = consoleAt(node);
    if (run.cluster.world.clients.get(client)?.status !== 'running') {
      const program = { recipe: 'console' } as const;
      await calls.act(run, { type: 'startClient', client, endpoints: [node], program });
    }
    const instruction = {
      type: 'exec',
      argv: words,
      env: [['ETCDCTL_API', String(api)]],
      stdin: encodeUtf8(stdin),
    } as const;
    await calls.act(run, { type: 'tellClient', client, instruction });
    const job = lastJob(run.live.world, client);
    const ended = new Promise<CommandResult>((resolve) => this.#waiting.push({ client, job, resolve }));
    this.tellEnded(run);
    return { ended };
  }

  /** Tells those whose commands have ended by now. */
  tellEnded({ live }: Run): void {
    this.#waiting = this.#waiting.filter(({ client, job, resolve }) => {
      const result = resultOf(live.world, client, job);
      if (result === undefined) return true;
      resolve(result);
      return false;
    });
  }

  /** The run is over, and every command in it. */
  forget(): void {
    for (const { resolve } of this.#waiting) {
      resolve({ stdout: '', stderr: 'etcdctl: its run is over\n', exitCode: EXIT_CUT_OFF });
    }
    this.#waiting = [];
  }
}

/** What is wrong with a line that is no command. */
function wordsOf(line: string): string | readonly string[] {
  try {
    const words = splitWords(line);
    return words[0] === 'etcdctl' ? words : ['etcdctl', ...words];
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function refusal(why: string): CommandResult {
  return { stdout: '', stderr: `Error: ${why}\n`, exitCode: EXIT_ERROR };
}

function lastJob(world: World, client: string): number {
  const { log } = world.clients.known(client);
  for (let i = log.length - 1; i >= 0; i--) {
    const note = log.at(i)?.note;
    if (note?.type === 'typed') return note.job;
  }
  return 0;
}

/** undefined: the job goes on. One that the run does not know any more was cut off with its future. */
function resultOf(world: World, client: string, job: number): CommandResult | undefined {
  const notes = world.clients.get(client)?.log.slice(0) ?? [];
  const texts = { 1: '', 2: '' };
  let isKnown = false;
  for (const { note } of notes) {
    if (note.type === 'typed') isKnown ||= note.job === job;
    else if (note.type === 'output' && note.job === job) texts[note.fd] += decodeUtf8(note.bytes);
    else if (note.type === 'ended' && 'job' in note && note.job === job) {
      return { stdout: texts[1], stderr: texts[2], exitCode: note.exitCode };
    }
  }
  return isKnown
    ? undefined
    : { stdout: texts[1], stderr: 'etcdctl: cut off with its future\n', exitCode: EXIT_CUT_OFF };
}
