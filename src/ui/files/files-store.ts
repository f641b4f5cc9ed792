import { t } from 'i18next';
import { create } from 'zustand';
import type { Answer, CallName, FileAt, Given, Progress } from '../../host/files/files-port.ts';
import { useView } from '../view-state.ts';
import { FilesRefused, FilesStopped } from './files-error.ts';
import { filesHost, type RunningFiles } from './files-host.ts';
import { shutDoors } from './shut-doors.ts';

export const filesViews = [
  'members',
  'compare',
  'keys',
  'log',
  'space',
  'carve',
  'restore',
  'lab',
  'report',
] as const;
export type FilesView = (typeof filesViews)[number];

/** What is open, and how it is looked at. */
export interface OpenedFiles {
  readonly running: RunningFiles;
  /** The first few names, for the head of the page. */
  readonly names: readonly string[];
  readonly found: Answer<'open'>;
  readonly view: FilesView;
  /** Whose keys, log and pages are shown: its place among the members. */
  readonly member: number;
  /** Revisions that a restore leaves out, as they were typed. */
  readonly without: string;
  /** The revision that a restore is of; undefined: the newest. */
  readonly restoreAt: number | undefined;
}

/** Long work that somebody waits for. */
export interface FilesWork {
  readonly what: 'reading' | CallName;
  readonly progress: Progress | undefined;
  /** Since when, by the page's clock, and how long it had taken when it last said how far it was; in milliseconds. */
  readonly since: number;
  readonly elapsed: number;
  readonly stop: () => void;
}

export interface FilesState {
  readonly opened: OpenedFiles | undefined;
  readonly work: FilesWork | undefined;
  /** Why the last thing could not be done; what was open stays. */
  readonly problem: unknown;
  /** The page can open no connection any more. */
  readonly isShut: boolean;
}

export const useFiles = create<FilesState>(() => ({
  opened: undefined,
  work: undefined,
  problem: undefined,
  isShut: false,
}));

/** Whoever comes here: no connection from now on. */
export async function enterFiles(): Promise<void> {
  await shutDoors();
  useFiles.setState({ isShut: true });
}

const atFirst = { view: 'members', member: 0, without: '', restoreAt: undefined } as const;

/** Opens the page for etcd's files, and these on it; they take the place of what is open once they are read. */
export async function openFiles(files: readonly FileAt[]): Promise<void> {
  useView.setState({ door: 'files' });
  if (files.length === 0) return;
  useFiles.getState().work?.stop();
  performance.mark('files:open');
  await enterFiles();
  const running = await filesHost.open(files);
  await working('reading', running, async (tell) => {
    const found = await running.open(tell);
    if (found.members.length === 0) {
      running.stop();
      throw new FilesRefused({ reason: t('files:noMembers') });
    }
    useFiles.getState().opened?.running.stop();
    const names = [...new Set(files.map(({ path }) => path.split('/')[0] ?? path))];
    useFiles.setState({ opened: { running, names, found, ...atFirst } });
  });
}

/** Asks the worker for something that takes no time worth speaking of. Rejects with what went wrong. */
export async function ask<Name extends CallName>(call: Name, given: Given<Name>): Promise<Answer<Name>> {
  const { opened } = useFiles.getState();
  if (opened === undefined) throw new FilesStopped();
  return await opened.running.ask(call, given);
}

/** What takes so long without an answer is shown as long work, in milliseconds. */
const LONG_MS = 400;

/** The same of something that may take long in large files: then it is shown, and can be stopped. */
export async function askPatiently<Name extends CallName>(
  running: RunningFiles,
  call: Name,
  given: Given<Name>,
): Promise<Answer<Name>> {
  const own = workOf(call, running);
  try {
    return await running.ask(call, given, (progress) => {
      const elapsed = performance.now() - own.since;
      if (elapsed > LONG_MS) useFiles.setState({ work: { ...own, progress, elapsed } });
    });
  } finally {
    endOf(own);
  }
}

function workOf(what: FilesWork['what'], running: RunningFiles): FilesWork {
  return {
    what,
    progress: undefined,
    since: performance.now(),
    elapsed: 0,
    stop: () => {
      useFiles.setState({ work: undefined });
      running.stop();
    },
  };
}

function endOf({ since }: FilesWork): void {
  if (useFiles.getState().work?.since === since) useFiles.setState({ work: undefined });
}

/** Long work: it says how far it is, can be stopped, and its failure is told. Undefined: it was stopped, or failed. */
export async function work<Name extends CallName>(
  call: Name,
  given: Given<Name>,
): Promise<Answer<Name> | undefined> {
  const { opened } = useFiles.getState();
  if (opened === undefined) return undefined;
  return await working(call, opened.running, (tell) => opened.running.ask(call, given, tell));
}

async function working<T>(
  what: FilesWork['what'],
  running: RunningFiles,
  does: (tell: (progress: Progress) => void) => Promise<T>,
): Promise<T | undefined> {
  const own = workOf(what, running);
  useFiles.setState({ work: own, problem: undefined });
  try {
    return await does((progress) => {
      const { work: now } = useFiles.getState();
      if (now?.since === own.since)
        useFiles.setState({ work: { ...own, progress, elapsed: performance.now() - own.since } });
    });
  } catch (error) {
    if (!(error instanceof FilesStopped)) useFiles.setState({ problem: error });
    return undefined;
  } finally {
    endOf(own);
  }
}

/** Changes how the open files are looked at. */
export function look(to: Partial<Pick<OpenedFiles, 'view' | 'member' | 'without' | 'restoreAt'>>): void {
  const { opened } = useFiles.getState();
  if (opened !== undefined) useFiles.setState({ opened: { ...opened, ...to } });
}

/** To where files are chosen. */
export function closeFiles(): void {
  const { work: going, opened } = useFiles.getState();
  going?.stop();
  opened?.running.stop();
  useFiles.setState({ opened: undefined, problem: undefined });
}
