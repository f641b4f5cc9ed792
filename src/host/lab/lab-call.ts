import { CommandError, type Reason } from '../../sim/command/command.ts';
import type { LabPort } from '../../lab/lab-port.ts';

/** The calls that go one by one through Comlink; frames have a port of their own. */
export type ControlMethod = Exclude<keyof LabPort, 'frame'>;

/** An error as it travels between threads: structured clones of errors lose their class and their code. */
export interface SentError {
  readonly message: string;
  /** Of a CommandError. */
  readonly code: CommandError['code'] | undefined;
  readonly reason: Reason | undefined;
}

export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SentError };

/** What Comlink exposes on the control port. */
export interface LabEndpoint {
  call(method: ControlMethod, args: readonly unknown[]): Promise<Reply<unknown>>;
}

/** A kept lab, the one used last if none is named; `waits`: the tab that has it may be about to end. */
export interface Reopening {
  readonly id: string | undefined;
  readonly waits: boolean;
}

/** The first and only message to the lab worker itself. */
export interface LabPorts {
  readonly control: MessagePort;
  /** FrameRequest in, Reply<Patch> out, one at a time: each patch turns the frame before into the next. */
  readonly frames: MessagePort;
  /** The kept lab that the page is going to ask for: it is opened meanwhile. */
  readonly reopen: Reopening | undefined;
  /** What `setMemoryBudget` was told in this browser before. */
  readonly memoryBudget: number | undefined;
  /** The page keeps no labs, and sees none that are kept. */
  readonly keepsNothing: boolean;
}

export async function replyOf<T>(work: () => Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: sentError(error) };
  }
}

/** The value, or the error thrown again as what it was. */
export function valueOf<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  const { code, message, reason } = reply.error;
  throw code === undefined ? new Error(message) : new CommandError(code, message, reason);
}

function sentError(error: unknown): SentError {
  return {
    message: error instanceof Error ? error.message : String(error),
    code: error instanceof CommandError ? error.code : undefined,
    reason: error instanceof CommandError ? error.reason : undefined,
  };
}
