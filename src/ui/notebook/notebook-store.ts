import { create } from 'zustand';
import { useView } from '../view-state.ts';

/** What is typed in the notebook; kept while the panel is behind another one. */
export const useNotebook = create<{
  /** The run and the moment whose note is being written, and as much as is written of it. */
  readonly editing: { readonly run: number; readonly id: number; readonly text: string } | undefined;
}>()(() => ({ editing: undefined }));

export function editNote(id: number, text: string): void {
  const run = useView.getState().frame?.run ?? 0;
  useNotebook.setState({ editing: { run, id, text } });
}
