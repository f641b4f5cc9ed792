import { useView } from './view-state.ts';

/** A run that has an address of its own, such as `?gallery=figure-8`, beside what its configuration says. */
let named: { readonly run: number; readonly search: string } | undefined;

/** The address says from now on that this run is open; another run takes the address back. */
export function nameRun(run: number, search: string): void {
  named = { run, search };
  // In somebody's page the address says what was asked for, as long as it is open.
  if (useView.getState().embed !== undefined) return;
  try {
    history.replaceState(history.state, '', `${location.pathname}${search}`);
  } catch {
    // A page without an address of its own (as in a srcdoc frame).
  }
}

/** The options of the address that a run has, with their question mark; undefined: its configuration says all. */
export function nameOfRun(run: number): string | undefined {
  return named?.run === run ? named.search : undefined;
}
