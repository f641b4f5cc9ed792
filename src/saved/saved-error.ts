import { CommandError } from '../sim/command/command.ts';

/**
 * Why bytes are no lab that can be opened: `notALab` (another program's), `labCut` (a part is missing), `labDamaged` (bits
 * have changed), `labNewer` (of a version that this one does not know), `labTooLarge`, `labWrong` (whole, and it says what
 * cannot be). The message says what, where, and what to do.
 */
export const savedErrorCodes = [
  'notALab',
  'labCut',
  'labDamaged',
  'labNewer',
  'labTooLarge',
  'labWrong',
] as const satisfies readonly CommandError['code'][];

export type SavedErrorCode = (typeof savedErrorCodes)[number];

/** A file or a link that is no lab, or none that can be opened here. Nothing has been changed by the attempt. */
export class SavedError extends CommandError {
  override name = 'SavedError';
  declare readonly code: SavedErrorCode;
}

/** One of these errors, for whoever throws it. */
export function savedError(code: SavedErrorCode, message: string): SavedError {
  return new SavedError(code, message);
}
