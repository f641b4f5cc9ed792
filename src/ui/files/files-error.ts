import type { Refusal } from '../../host/files/files-port.ts';

/** Something of the files could not be read or made: where, and why. */
export class FilesRefused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.reason);
    this.name = 'FilesRefused';
  }
}

/** Whoever waits is told so when the work is stopped. */
export class FilesStopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'FilesStopped';
  }
}
