import type { SwitchName } from '../../node/rules.ts';
import type { BrokenRun, ScriptedRun } from './broken-run.ts';

export function isScripted(run: BrokenRun): run is ScriptedRun {
  return 'lines' in run;
}

/** The schedule as a lab script, with the switch on or off. */
export function scriptOf(name: SwitchName, run: ScriptedRun, on: boolean): string {
  const switches = [...(run.beside === undefined ? [] : [run.beside]), ...(on ? [name] : [])];
  const bug = switches.length === 0 ? '' : ` bug=${switches.join(',')}`;
  return `cluster ${run.cluster}${bug}\n${run.lines}\n`;
}
