import { any, type Process, type Running } from '../kernel/process.ts';
import type { FlagValues } from '../text/parse-flags.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { ConnectionSettings, Credentials } from './connection.ts';
import { variableOf } from './environment.ts';
import { Exit, EXIT } from './exit.ts';

/**
 * What the global flags say of the connection, once the environment is in them; `names` are all flags that --debug tells.
 * Throws Exit, among others where something is asked for that is not here: TLS files, names from DNS.
 */
export function* settingsFrom(
  process: Process,
  flags: FlagValues,
  names: readonly string[],
): Running<ConnectionSettings> {
  if (flags.bool('debug')) tellFlags(process, flags, names);
  const endpoints = endpointsFrom(flags);
  checkTransport(process, flags);
  return {
    // Nobody speaks TLS here: a connection that must be secure never gets ready, as at a real etcd without TLS.
    endpoints: flags.bool('insecure-transport') ? endpoints : endpoints.map(secured),
    dialTimeoutMs: flags.ms('dial-timeout'),
    keepAliveMs: Math.max(KEEPALIVE_LEAST_MS, flags.ms('keepalive-time')) + flags.ms('keepalive-timeout'),
    credentials: yield* credentialsFrom(process, flags),
  };
}

/** gRPC pings no more often than this (keepalive: "Adjusting keepalive ping interval to minimum period"). */
const KEEPALIVE_LEAST_MS = 10_000;

/** Blanks around an endpoint do not count. */
export function endpointsFrom(flags: FlagValues): readonly string[] {
  const domain = flags.text('discovery-srv');
  if (domain !== '') {
    const service = flags.text('discovery-srv-name');
    const names = ['etcd-client-ssl', 'etcd-client'].map((name) => {
      const full = service === '' ? name : `${name}-${service}`;
      return `lookup _${full}._tcp.${domain}: no such host`;
    });
    throw new Exit(EXIT.error, `dns lookup errors: ${names.join(' and ')}`);
  }
  return flags.list('endpoints').map((endpoint) => endpoint.trim());
}

/** Throws Exit at what asks for TLS: there are no certificates here. */
export function checkTransport(process: Process, flags: FlagValues): void {
  for (const name of ['cert', 'key', 'cacert']) {
    if (flags.isGiven(name) && flags.text(name) === '') {
      throw new Exit(EXIT.badArgs, `empty string is passed to --${name} option`);
    }
  }
  const [cert, key, cacert] = [flags.text('cert'), flags.text('key'), flags.text('cacert')];
  if ((cert === '') !== (key === '')) {
    throw new Exit(EXIT.badArgs, `KeyFile and CertFile must both be present[key: ${key}, cert: ${cert}]`);
  }
  for (const file of [cacert, cert, key]) {
    if (file === '') continue;
    if (process.files.read(file) === undefined) {
      throw new Exit(EXIT.badArgs, `open ${file}: no such file or directory`);
    }
    throw new Exit(EXIT.badArgs, `${file}: no member of this cluster speaks TLS, so no certificate is read`);
  }
}

function secured(endpoint: string): string {
  return `https://${endpoint.replace(/^[a-z]+:\/\//, '')}`;
}

/** --user and --password; a password that is missing is asked for. */
export function* credentialsFrom(process: Process, flags: FlagValues): Running<Credentials | undefined> {
  const [user, password] = [flags.text('user'), flags.text('password')];
  if (user === '') return undefined;
  if (password !== '') return { name: user, password };
  const colon = user.indexOf(':');
  if (colon >= 0) return { name: user.slice(0, colon), password: user.slice(colon + 1) };
  return { name: user, password: yield* askPassword(process, 'Password: ') };
}

/** What the program stty says when it is to hide what is typed, and to show it again. */
const NO_TERMINAL = "stty: 'standard input': Inappropriate ioctl for device\n";

/** A line that is typed unseen. */
export function* askPassword(process: Process, prompt: string): Running<string> {
  process.write(1, prompt);
  if (!process.stdin.isTerminal) process.write(2, NO_TERMINAL);
  const line = yield* readLine(process);
  if (!process.stdin.isTerminal) process.write(2, NO_TERMINAL);
  process.write(1, '\n');
  return line.trim();
}

/** The next line of standard input, without its end; all that is there where no line ends. */
export function* readLine({ stdin }: Process): Running<string> {
  let bytes = new Uint8Array();
  for (;;) {
    const piece = stdin.take();
    if (piece !== undefined) bytes = new Uint8Array([...bytes, ...piece]);
    const end = bytes.indexOf(0x0a);
    if (end >= 0) {
      stdin.putBack(bytes.subarray(end + 1));
      return decodeUtf8(bytes.subarray(0, end));
    }
    if (piece !== undefined) continue;
    if (stdin.isOver) return decodeUtf8(bytes);
    yield* any(stdin);
  }
}

function tellFlags(process: Process, flags: FlagValues, names: readonly string[]): void {
  for (const name of names.toSorted()) process.write(2, `${variableOf(name)}=${flags.shown(name)}\n`);
}
