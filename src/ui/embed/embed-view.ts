/** What can be seen of the page within another one: views of an instant, the form for a quick call, and the panels. */
export const embedViews = [
  'stage',
  'logs',
  'time',
  'form',
  'inspector',
  'store',
  'clients',
  'calls',
  'console',
  'events',
] as const;
export type EmbedView = (typeof embedViews)[number];

/** The page within another one. */
export interface Embed {
  /** At least one, each once. */
  readonly views: readonly EmbedView[];
  /** The only origin that is listened to and told; undefined: whoever embeds it. */
  readonly origin: string | undefined;
}
