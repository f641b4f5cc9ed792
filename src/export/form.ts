/** What a stretch of a run can be written as. */
export const textForms = ['mermaid', 'shiviz', 'perfetto', 'transcript', 'ndjson', 'tla'] as const;
export type TextForm = (typeof textForms)[number];

/** How a file of each form is named, and what it is to a browser. */
export const fileOf: Readonly<Record<TextForm, { readonly ending: string; readonly mime: string }>> = {
  mermaid: { ending: '.mmd', mime: 'text/plain' },
  shiviz: { ending: '.shiviz.log', mime: 'text/plain' },
  perfetto: { ending: '.perfetto.json', mime: 'application/json' },
  transcript: { ending: '.raft.txt', mime: 'text/plain' },
  ndjson: { ending: '.ndjson', mime: 'application/x-ndjson' },
  tla: { ending: '.tla.ndjson', mime: 'application/x-ndjson' },
};

/** A stretch of a run in one form. */
export interface ExportedText {
  readonly form: TextForm;
  readonly text: string;
  /** Of the stretch: its events, and the messages that were under way at any instant of it. */
  readonly events: number;
  readonly messages: number;
}

/** The stretch is too large for the form. */
export interface TooLarge {
  readonly form: TextForm;
  readonly tooLarge: {
    readonly limit: number;
    readonly unit: 'characters' | 'events';
    /** From the same beginning, virtual milliseconds, up to here it fits; undefined: nothing does. */
    readonly fitsToMs: number | undefined;
  };
}
