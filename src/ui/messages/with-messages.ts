/** A panel with its words: both are loaded when it is first opened. */
export function withMessages<Panel>(load: () => Promise<Panel>): () => Promise<Panel> {
  return async () => {
    const [panel, messages] = await Promise.all([load(), import('./panels.ts')]);
    messages.addPanelMessages();
    return panel;
  };
}
