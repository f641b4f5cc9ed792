import { present } from '../../base/assert.ts';
import type { Keeper, Keeping, KeptLab, OpenedLog } from '../../lab/keep/keeper.ts';
import { foldLog } from '../../saved/log/fold.ts';
import { frameOf } from '../../saved/log/frames.ts';
import { LogError } from '../../saved/log/log-error.ts';
import { LogWriter, type LabSource, type News } from '../../saved/log/log-writer.ts';
import { encodeRecords, haveCommands, type LogRecord } from '../../saved/log/records.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { LabLocks, Release } from './locks.ts';
import { isFull, isTaken, type LabNote, type LogFile, type Shelf, type ShelvedLab } from './shelf.ts';

/** So old is what is kept, at most, while there is room. */
const EVERY_MS = 500;
/** Where it was refused, it is tried again after so long. */
const AGAIN_MS = 5000;
/** The note of the list may be so much older. */
const NOTE_EVERY_MS = 5000;
/** A log with so many bytes, and more than half of it, that a shorter one would not have is written anew. */
const SLACK_MIN = 256 * 1024;
/** A deleted lab can be brought back for so long. */
const SWEEP_AFTER_MS = 60 * 60 * 1000;

export interface KeeperParts {
  /** Rejects if the browser keeps nothing for this page. */
  readonly openShelf: () => Promise<Shelf>;
  readonly locks: LabLocks;
  /** An id that no lab ever had. */
  readonly newId: () => string;
  /** In ms of the epoch. */
  readonly today: () => number;
  /** Real milliseconds that only grow. */
  readonly clock: () => number;
  /** Calls back once, after so many ms. */
  readonly later: (work: () => void, ms: number) => void;
}

/** A log that this tab writes. */
interface OpenLog {
  readonly id: string;
  readonly file: LogFile;
  readonly release: Release;
  /** Frames in it. */
  frames: number;
  /** Bytes of those without commands. */
  slack: number;
  /** It ends with bytes that are no frame: what comes next is written in the place of all of it. */
  mustRewrite: boolean;
}

/** The lab that is open. */
interface Current {
  readonly lab: object;
  writer: LogWriter;
  log: OpenLog | undefined;
  /** It was deleted: nothing more of it is kept. */
  isDeleted: boolean;
  isWorthKeeping: boolean;
}

/**
 * Keeps the lab that is open, in a log of the browser's storage: twice a second what has come to it, and all of it when the page
 * goes. What cannot be kept now is tried again; the run goes on either way.
 */
export class LabKeeper implements Keeper {
  readonly #parts: KeeperParts;
  #shelf: Promise<Shelf> | undefined;
  #current: Current | undefined;
  readonly #opened = new Map<OpenedLog, OpenLog>();
  #writing: Promise<void> | undefined;
  #keeping: Keeping = { id: undefined, state: 'kept' };
  #dueAt = 0;
  #noteDueAt = 0;
  #isTimed = false;
  /** Asks for a clean point: to be set by whoever has the lab. */
  onDue: () => void = () => undefined;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  get keeping(): Keeping {
    return this.#keeping;
  }

  atRest(lab: object, read: () => LabSource): void {
    if (this.#writing === undefined && this.#parts.clock() >= this.#dueAt) this.#begin(lab, read, false);
    else this.#askLater();
  }

  async keepNow(lab: object, read: () => LabSource): Promise<void> {
    await this.#written();
    this.#begin(lab, read, true);
    await this.#written();
  }

  async keepLast(lab: object, read: () => LabSource): Promise<void> {
    const isWritten = this.#current?.lab === lab && this.#current.log !== undefined;
    if (isWritten || isWorthKeeping(read())) await this.keepNow(lab, read);
  }

  async list(): Promise<readonly KeptLab[]> {
    const shelf = await this.#needShelf();
    const [labs, held] = await Promise.all([shelf.list(), this.#parts.locks.held()]);
    const here = this.#current?.log?.id;
    return labs
      .filter(({ note }) => note?.deletedAt === undefined)
      .map(({ id, size, note }): KeptLab => {
        const isOpen = id === here ? 'here' : held.has(id) ? 'elsewhere' : 'no';
        return { id, name: note?.name ?? '', about: note, bytes: size, isOpen };
      })
      .toSorted((a, b) => (b.about?.usedAt ?? 0) - (a.about?.usedAt ?? 0));
  }

  async last(): Promise<string | undefined> {
    const [last] = await this.list();
    return last?.isOpen === 'no' ? last.id : undefined;
  }

  async open(id: string, waits = false): Promise<OpenedLog> {
    const log = await this.#openLog(id, waits);
    try {
      const { lab, frames, slack, state } = foldLog(await log.file.readAll());
      log.frames = frames;
      log.slack = slack;
      log.mustRewrite = state !== 'whole';
      const opened: OpenedLog = { id, lab, isDamaged: state === 'damaged' };
      this.#opened.set(opened, log);
      return opened;
    } catch (error) {
      await close(log);
      if (error instanceof LogError) throw new CommandError('notOpened', error.message);
      throw error;
    }
  }

  adopt(lab: object, opened: OpenedLog, read: () => LabSource): void {
    const log = present(this.#opened.get(opened), 'what is adopted was opened');
    this.#opened.delete(opened);
    const old = this.#current;
    const source = read();
    const note = this.#noteOf(source);
    this.#current = {
      lab,
      writer: new LogWriter(source),
      log,
      isDeleted: false,
      isWorthKeeping: isWorthKeeping(source),
    };
    this.#say({ id: log.id, state: 'kept' });
    if (old !== undefined) this.#enqueue(() => this.#leaveLab(old));
    // It is the one that was used last, whatever becomes of it.
    this.#enqueue(() => this.#writeNote(log, note));
  }

  async leave(opened: OpenedLog): Promise<void> {
    const log = this.#opened.get(opened);
    this.#opened.delete(opened);
    if (log !== undefined) await close(log);
  }

  async rename(id: string, name: string): Promise<void> {
    const log = await this.#openLog(id);
    try {
      const { lab, frames } = foldLog(await log.file.readAll());
      const content = encodeRecords([{ type: 'name', name }]);
      await log.file.append(frameOf(frames, content));
      await log.file.flush();
      const note = (await this.#shelved(id)).note ?? this.#noteOf(lab);
      await (await this.#needShelf()).writeNote(id, { ...note, name });
    } finally {
      await close(log);
    }
  }

  async delete(id: string): Promise<void> {
    const current = this.#current;
    if (current?.log?.id === id) {
      current.isDeleted = true;
      await this.#written();
      const { log } = current;
      current.log = undefined;
      await close(log);
      this.#say({ id: undefined, state: this.#keeping.state });
    }
    await this.#changeNote(id, { deletedAt: this.#parts.today() });
  }

  restore(id: string): Promise<void> {
    return this.#changeNote(id, { deletedAt: undefined });
  }

  /** Labs that were deleted a while ago are removed for good, and so are those that nothing ever happened in. */
  async sweep(): Promise<void> {
    const shelf = await this.#needShelf();
    const before = this.#parts.today() - SWEEP_AFTER_MS;
    for (const { id, note } of await shelf.list()) {
      if (note?.deletedAt === undefined || note.deletedAt > before) continue;
      const release = await this.#parts.locks.hold(id);
      if (release === undefined) continue;
      await shelf.remove(id).finally(release);
    }
  }

  /** Of one lab after the other: what is under way was read when it began. */
  #begin(lab: object, read: () => LabSource, isUrgent: boolean): void {
    const old = this.#current;
    const current = old?.lab === lab ? old : newCurrent(lab);
    this.#current = current;
    if (current !== old) this.#say({ id: undefined, state: this.#keeping.state });
    if (old !== undefined && current !== old) this.#enqueue(() => this.#leaveLab(old));
    const { clock } = this.#parts;
    this.#dueAt = clock() + EVERY_MS;
    if (current.isDeleted) return;
    const source = read();
    const news = current.writer.news(source);
    if (news.records.length === 0) return;
    const isNoteDue = isUrgent || clock() >= this.#noteDueAt;
    const note = isNoteDue ? this.#noteOf(source) : undefined;
    current.isWorthKeeping = isWorthKeeping(source);
    if (mustRewrite(current.log)) {
      const writer = new LogWriter();
      const all = writer.news(source);
      this.#enqueue(() => this.#write(current, writer, all, note));
    } else this.#enqueue(() => this.#write(current, current.writer, news, note));
  }

  async #write(current: Current, writer: LogWriter, news: News, note: LabNote | undefined): Promise<void> {
    try {
      current.log ??= await this.#createLog();
      const { log } = current;
      if (writer === current.writer) await append(log, news.records);
      else await rewrite(log, news.records);
      news.kept();
      current.writer = writer;
      await log.file.flush();
      if (note !== undefined) await this.#writeNote(log, note);
      this.#say({ id: log.id, state: 'kept' });
    } catch (error) {
      if (isTaken(error)) forgetLog(current);
      this.#dueAt = this.#parts.clock() + AGAIN_MS;
      const reason = error instanceof Error ? error.message : String(error);
      this.#say({ id: current.log?.id, state: isFull(error) ? 'full' : 'refused', reason });
    }
  }

  async #writeNote(log: OpenLog, note: LabNote): Promise<void> {
    await (await this.#needShelf()).writeNote(log.id, note);
    this.#noteDueAt = this.#parts.clock() + NOTE_EVERY_MS;
  }

  /** Another lab is open. One in which nothing has happened that its configuration does not say is not worth a place. */
  async #leaveLab({ log, isWorthKeeping: isWorth, isDeleted }: Current): Promise<void> {
    if (log === undefined) return;
    await log.file.close();
    try {
      if (!isWorth && !isDeleted) await (await this.#needShelf()).remove(log.id);
    } finally {
      log.release();
    }
  }

  /** Nothing is being written. */
  async #written(): Promise<void> {
    for (let writing = this.#writing; writing !== undefined; writing = this.#writing) await writing;
  }

  /** One after the other; an error of it is told, and the next one goes on. */
  #enqueue(work: () => Promise<void>): void {
    const before = this.#writing ?? Promise.resolve();
    const writing = before.then(work).catch((error: unknown) => {
      this.#say({ ...this.#keeping, state: 'refused', reason: String(error) });
    });
    this.#writing = writing;
    void writing.then(() => {
      if (this.#writing === writing) this.#writing = undefined;
    });
  }

  /** Whatever happens next to the lab, there is a clean point in a while: a page that is not seen asks for no frames. */
  #askLater(): void {
    if (this.#isTimed) return;
    this.#isTimed = true;
    this.#parts.later(
      () => {
        this.#isTimed = false;
        this.onDue();
      },
      Math.max(0, this.#dueAt - this.#parts.clock()),
    );
  }

  /** The log of a lab that there is, held for this tab. */
  async #openLog(id: string, waits = false): Promise<OpenLog> {
    const shelf = await this.#needShelf();
    const release = await this.#hold(id, waits);
    try {
      const file = await shelf.open(id);
      if (file === undefined) throw unknownLab(id);
      return { id, file, release, frames: 0, slack: 0, mustRewrite: false };
    } catch (error) {
      release();
      throw error;
    }
  }

  async #createLog(): Promise<OpenLog> {
    const shelf = await this.#needShelf();
    const id = this.#parts.newId();
    const release = await this.#hold(id);
    try {
      return { id, file: await shelf.create(id), release, frames: 0, slack: 0, mustRewrite: false };
    } catch (error) {
      release();
      throw error;
    }
  }

  async #hold(id: string, waits = false): Promise<Release> {
    const release = await this.#parts.locks.hold(id, waits);
    if (release !== undefined) return release;
    throw new CommandError('openElsewhere', 'this lab is open in another tab');
  }

  /** Whoever was refused may ask again. */
  #needShelf(): Promise<Shelf> {
    this.#shelf ??= this.#parts.openShelf().catch((error: unknown) => {
      this.#shelf = undefined;
      throw error;
    });
    return this.#shelf;
  }

  async #shelved(id: string): Promise<ShelvedLab> {
    const lab = (await (await this.#needShelf()).list()).find((shelved) => shelved.id === id);
    if (lab === undefined) throw unknownLab(id);
    return lab;
  }

  async #changeNote(id: string, change: { readonly deletedAt: number | undefined }): Promise<void> {
    const shelf = await this.#needShelf();
    const lab = (await shelf.list()).find((shelved) => shelved.id === id);
    if (lab === undefined) throw unknownLab(id);
    const release = await this.#hold(id);
    const { deletedAt: _, ...note } = lab.note ?? unknownNote;
    const { deletedAt } = change;
    await shelf.writeNote(id, deletedAt === undefined ? note : { ...note, deletedAt }).finally(release);
  }

  #noteOf({ name, config, branches }: LabSource): LabNote {
    const events = branches.reduce((sum, { end, parent }) => sum + end.event - (parent?.event ?? 0), 0);
    const { nodes, seed } = config;
    return { name, nodes, seed, events, branches: branches.length, usedAt: this.#parts.today() };
  }

  #say(keeping: Keeping): void {
    const { id, state, reason } = this.#keeping;
    if (keeping.id !== id || keeping.state !== state || keeping.reason !== reason) this.#keeping = keeping;
  }
}

function unknownLab(id: string): CommandError {
  return new CommandError('unknownLab', `there is no lab ${id}, or it is gone by now`);
}

/** Another tab writes there: this one's lab has a log of its own from now on. */
function forgetLog(current: Current): void {
  current.log?.release();
  current.log = undefined;
  current.writer = new LogWriter();
}

const unknownNote: LabNote = { name: '', nodes: 0, seed: 0, events: 0, branches: 0, usedAt: 0 };

function newCurrent(lab: object): Current {
  return {
    lab,
    writer: new LogWriter(),
    log: undefined,
    isDeleted: false,
    isWorthKeeping: false,
  };
}

/** A lab without a command, a name or a note is its configuration, and begins the same whenever it is wanted. */
function isWorthKeeping({ name, branches, moments }: LabSource): boolean {
  return name !== '' || moments.length > 0 || branches.some(({ commands }) => commands.length > 0);
}

function mustRewrite(log: OpenLog | undefined): boolean {
  if (log === undefined) return false;
  return log.mustRewrite || (log.slack > SLACK_MIN && log.slack > log.file.size / 2);
}

async function append(log: OpenLog, records: readonly LogRecord[]): Promise<void> {
  const frame = frameOf(log.frames, encodeRecords(records));
  await log.file.append(frame);
  log.frames++;
  if (!haveCommands(records)) log.slack += frame.length;
}

async function rewrite(log: OpenLog, records: readonly LogRecord[]): Promise<void> {
  await log.file.replaceWith(frameOf(0, encodeRecords(records)));
  log.frames = 1;
  log.slack = 0;
  log.mustRewrite = false;
}

async function close(log: OpenLog | undefined): Promise<void> {
  await log?.file.close();
  log?.release();
}
