/** With Shift: from thing to thing in the diagram, and a window chosen. */
export const walkKeys: ReadonlySet<string> = new Set([
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Home',
  'End',
]);

/** The causal cone of what is selected: what it may have been reached by, and what it may reach. */
export const CONE_KEY = 'r';
