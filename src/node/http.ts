/** One whole HTTP request. Plain data. */
export interface HttpRequest {
  readonly method: string;
  /** With ?query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The beginning of an answer; its body follows in pieces. */
export interface HttpHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}
