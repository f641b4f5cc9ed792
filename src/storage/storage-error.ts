/** What is on the disk cannot be what was written: a member must not start from it. */
export class StorageError extends Error {
  override name = 'StorageError';
  constructor(
    readonly file: string,
    /** Byte within the file where the bad record begins; 0 when the whole file is meant. */
    readonly offset: number,
    readonly reason: string,
    /** The line with which etcd 3.4 ends here, where that is known. */
    readonly line?: string,
  ) {
    const where = `${file} at byte ${offset}: ${reason}`;
    super(line === undefined ? where : `${line} (${where})`);
  }
}
