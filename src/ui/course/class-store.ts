import { create } from 'zustand';
import { lastOfEach, parseManyResults, type BadLine } from '../../lessons/course/results/many-results.ts';
import type { LearnerResults } from '../../lessons/course/results/results.ts';

/** What a class has handed in, as long as the page is open. */
interface ClassState {
  readonly results: readonly LearnerResults[];
  readonly bad: readonly BadLine[];
}

export const useClass = create<ClassState>(() => ({ results: [], bad: [] }));

/** Adds what was pasted, or what is in a file; `source` is how it is named where something in it is bad. */
export function addToClass(text: string, source: string): void {
  const more = parseManyResults(text, source);
  useClass.setState(({ results }) => ({ results: lastOfEach([...results, ...more.results]), bad: more.bad }));
}

/** Reads files one after the other; what is bad in any of them is said together. */
export async function addFilesToClass(files: readonly File[]): Promise<void> {
  const bad: BadLine[] = [];
  for (const file of files) {
    addToClass(await file.text(), file.name);
    bad.push(...useClass.getState().bad);
  }
  useClass.setState({ bad });
}

export function forgetClass(): void {
  useClass.setState({ results: [], bad: [] });
}
