import type { Command } from '../../sim/command/command.ts';

/** Whether a command harms, mends, or merely acts: a cross, a ring, a diamond, each in its colour. */
export type FaultTone = 'harm' | 'mend' | 'act';

const harms: ReadonlySet<Command['type']> = new Set([
  'kill',
  'crashed',
  'pause',
  'isolate',
  'partition',
  'shape',
  'powerLoss',
  'bitFlip',
  'loseDisk',
  'cut',
  'drop',
  'forge',
]);
const mends: ReadonlySet<Command['type']> = new Set(['restart', 'resume', 'heal', 'uncut', 'release']);

export function faultTone(command: Command['type']): FaultTone {
  if (harms.has(command)) return 'harm';
  return mends.has(command) ? 'mend' : 'act';
}

/** Tokens of the tones. */
export const toneColour: Readonly<Record<FaultTone, string>> = { harm: 'bad', mend: 'good', act: 'accent' };
