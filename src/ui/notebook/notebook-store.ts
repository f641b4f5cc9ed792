import { create } from 'zustand';

/** What is typed in the notebook; kept while the panel is behind another one. */
export const useNotebook = create<{
  /** The moment whose note is being written, and as much as is written of it. */
  readonly editing: { readonly id: number; readonly text: string } | undefined;
}>()(() => ({ editing: undefined }));

export function editNote(id: number, text: string): void {
  useNotebook.setState({ editing: { id, text } });
}
