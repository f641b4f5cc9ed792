import { useView } from '../view-state.ts';

/** What the dialog is open on: a state, and the event that reached it where that is known. */
export interface LikelihoodQuestion {
  readonly condition: string;
  readonly event?: { readonly number: number; readonly atMs: number } | undefined;
}

/** Opens the question when a state became inevitable. */
export function askWhenInevitable(question: LikelihoodQuestion): void {
  useView.setState({ likelihood: question });
}
