import type { Answer, CallName, FileAt, Given, Progress } from '../../host/files/files-port.ts';

export type TellProgress = (progress: Progress) => void;

/** Files that are open in a worker. */
export interface RunningFiles {
  /** Reads the files, unless they are read already. Rejects with a FilesRefused that says what is wrong with them. */
  open(tell?: TellProgress): Promise<Answer<'open'>>;
  ask<Name extends CallName>(call: Name, given: Given<Name>, tell?: TellProgress): Promise<Answer<Name>>;
  /** Ends what is being done: whoever waits hears a FilesStopped. The next question reads the files again first. */
  stop(): void;
}

/** Who has workers for files: the wiring of the page gives it. */
export const filesHost: { open: (files: readonly FileAt[]) => Promise<RunningFiles> } = {
  open: () => Promise.reject(new Error('this page has no worker for files')),
};
