import { decodeUtf8OrUndefined } from '../../base/utf8.ts';

/** Something in the file that is not as etcd writes it. */
export interface BackendProblem {
  /** The bucket; undefined: the file as a whole. */
  readonly bucket?: string;
  /** The byte in the file, where it is known. */
  readonly at?: number;
  readonly words: string;
}

export type Complain = (problem: BackendProblem) => void;

/** Bytes as etcd's tools print a name: text where it is text, hexadecimal digits where it is none. */
export function nameOf(bytes: Uint8Array): string {
  return decodeUtf8OrUndefined(bytes) ?? `0x${hexOf(bytes)}`;
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a library or reader says of bytes that it refuses. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
