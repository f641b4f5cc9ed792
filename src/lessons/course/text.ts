/** A text in every language of the page. Names of the protocol (MsgApp, Match, term numbers) stay as they are. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}
