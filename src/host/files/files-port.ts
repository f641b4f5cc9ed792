import type { FilesCalls } from './files-calls.ts';

/** What is dropped or chosen: a file with its path in what it lay in. */
export interface FileAt {
  readonly path: string;
  readonly file: Blob;
}

export type CallName = keyof FilesCalls;
export type Given<Name extends CallName> = Parameters<FilesCalls[Name]>[0];
export type Answer<Name extends CallName> = ReturnType<FilesCalls[Name]>;

export type FilesRequest = {
  readonly [Name in CallName]: { readonly id: number; readonly call: Name; readonly given: Given<Name> };
}[CallName];

/** How far work has come, in bytes. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What could not be done, where it is known: errors lose their class on the way. */
export interface Refusal {
  /** Which refusal it is, where there are words for it in other languages. */
  readonly code?: string;
  readonly file?: string;
  readonly at?: number;
  readonly reason: string;
}

export type FilesReply =
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly refusal: Refusal };
