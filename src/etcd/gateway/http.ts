/** What a browser's `fetch` would send to etcd's client port. */
export interface HttpRequest {
  readonly method: string;
  /** With its ?query, as on the request line. */
  readonly path: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Where it comes in; absent: the client port. keyServer: raftexample's. */
  readonly port?: HttpPort;
}

export type HttpPort = 'peer' | 'keyServer';

/** Status line and headers. Date, Content-Length and Transfer-Encoding are the carrier's and left out. */
export interface HttpHead {
  readonly status: number;
  /** By their names as etcd writes them. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpReply {
  readonly head: HttpHead;
  readonly body: Uint8Array;
}
