import type { PropertyName } from '../../check/properties.ts';
import type { SwitchName } from '../../node/rules.ts';
import { playBroken } from './run-broken.ts';
import type { ScriptedRun } from './broken-run.ts';

/** A schedule without the lines that it does not need, and how many steps are left of it. */
export async function shortened(
  name: SwitchName,
  run: ScriptedRun,
  wanted: readonly PropertyName[],
): Promise<{ readonly run: ScriptedRun; readonly steps: number | undefined }> {
  const stepsOf = async (lines: readonly string[]): Promise<number | undefined> => {
    const tried = { ...run, lines: lines.join('\n') };
    return (await playBroken(name, tried, true, wanted)).steps;
  };
  let lines: readonly string[] = run.lines.split('\n');
  let steps = await stepsOf(lines);
  let before: number;
  do {
    before = lines.length;
    // From the end: what comes last depends on most of what is before it.
    for (let i = lines.length - 1; i >= 0 && steps !== undefined; i--) {
      const fewer = lines.toSpliced(i, 1);
      const left = await stepsOf(fewer);
      if (left === undefined || left > steps) continue;
      lines = fewer;
      steps = left;
    }
  } while (lines.length < before);
  return { run: { ...run, lines: lines.join('\n') }, steps };
}
