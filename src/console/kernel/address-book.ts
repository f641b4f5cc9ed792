import type { NodeId } from '../../base/flavor.ts';

/** One machine of the cluster as processes beside it know it. */
export interface MachineAddress {
  readonly node: NodeId;
  readonly name: string;
  readonly clientUrls: readonly string[];
  readonly peerUrls: readonly string[];
  /** The port of its key server (raftexample), which takes that of a peer; absent: it has none. */
  readonly keyServerPort?: string;
  /** paused: its process stands still; it takes connections, and answers nothing. */
  readonly status: 'up' | 'killed' | 'paused';
}

/** The machines of a run, ascending by number. The same object while nothing has changed. */
export type AddressBook = readonly MachineAddress[];

export interface Listener {
  readonly machine: MachineAddress;
  readonly port: 'client' | 'peer' | 'keyServer';
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '0.0.0.0', '[::1]', '::1']);

/**
 * Whose port it is at `host:port`; undefined: nobody's. All machines share one host, as the processes of a tutorial do: a
 * loopback name is any of them, the port decides; a machine's name means that machine.
 */
export function listenerAt(book: AddressBook, endpoint: string): Listener | undefined {
  const { host, port } = splitAddress(endpoint);
  for (const machine of book) {
    if (!LOOPBACK.has(host) && host !== machine.name && !hostsOf(machine).has(host)) continue;
    if (machine.clientUrls.some((url) => splitAddress(url).port === port)) return { machine, port: 'client' };
    if (machine.keyServerPort === port) return { machine, port: 'keyServer' };
    if (machine.peerUrls.some((url) => splitAddress(url).port === port)) return { machine, port: 'peer' };
  }
  return undefined;
}

/** Whether a name or an address leads to the machines at all, whatever the port. */
export function isKnownHost(book: AddressBook, host: string): boolean {
  return LOOPBACK.has(host) || book.some((machine) => host === machine.name || hostsOf(machine).has(host));
}

/** `host:port` of a URL or of an endpoint without a scheme; the port is '' where none is said. */
export function splitAddress(text: string): { readonly host: string; readonly port: string } {
  const bare = text.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
  const at = bare.lastIndexOf(':');
  if (at < 0 || bare.endsWith(']')) return { host: bare, port: '' };
  return { host: bare.slice(0, at), port: bare.slice(at + 1) };
}

function hostsOf({ clientUrls, peerUrls }: MachineAddress): ReadonlySet<string> {
  return new Set([...clientUrls, ...peerUrls].map((url) => splitAddress(url).host));
}
