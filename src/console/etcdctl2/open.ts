import type { Process, Running } from '../kernel/process.ts';
import { formatUrl, parseUrl } from '../text/go-url.ts';
import type { FlagValues } from '../urfave/parse-flags.ts';
import { askPassword } from '../etcdctl/settings.ts';
import { Client } from './client.ts';
import { ClientError, NO_ENDPOINTS } from './client-error.ts';
import type { Invocation } from './command.ts';
import { EXIT, Exit, failure, plainFailure } from './exit.ts';
import { readMembers } from './members-api.ts';

/** Where etcd listened before it was given its port. */
const OLD_ENDPOINT = 'http://127.0.0.1:4001';

/** The client that the global flags describe, told by a member who the others are, unless --no-sync says not to. Throws Exit. */
export function* open(of: Invocation): Running<Client> {
  const { process, globals } = of;
  const client = yield* newClient(of);
  const isDebug = globals.bool('debug');
  const say = (text: string): void => {
    if (isDebug) process.write(2, text);
  };
  const known = (): string => client.endpoints.join(',');
  if (!globals.bool('no-sync')) {
    say(`start to sync cluster using endpoints(${known()})\n`);
    try {
      yield* sync(client, deadline(of));
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      if (error.message === NO_ENDPOINTS) {
        process.write(2, 'etcd cluster has no published client endpoints.\n');
        process.write(
          2,
          `Try '--no-sync' if you want to access non-published client endpoints(${known()}).\n`,
        );
        throw failure(EXIT.serverError, error);
      }
      // Whatever else went wrong: the endpoints that were given may do.
      if (error.isConnection) throw failure(EXIT.badConnection, error);
    }
    say(`got endpoints(${known()}) after sync\n`);
  }
  say(`Cluster-Endpoints: ${client.endpoints.join(', ')}\n`);
  return client;
}

/** A member tells where all of them are. Throws ClientError. */
function* sync(client: Client, until: number): Running<void> {
  const members = yield* readMembers(client, until);
  const urls = members.flatMap(({ clientURLs }) => clientURLs);
  if (urls.length === 0) throw new ClientError(NO_ENDPOINTS, false);
  client.setEndpoints(urls);
}

/** For users, roles and auth, which tell the endpoints twice. */
export function* openForAuth(of: Invocation): Running<Client> {
  const client = yield* open(of);
  if (of.globals.bool('debug')) {
    of.process.write(2, `Cluster-Endpoints: ${client.endpoints.join(', ')}\n`);
  }
  return client;
}

/** Just the endpoints that were given. */
export function* openWithoutSync(of: Invocation): Running<Client> {
  const client = yield* newClient(of);
  if (of.globals.bool('debug')) {
    of.process.write(2, `Cluster-Endpoints: ${client.endpoints.join(', ')}\n`);
  }
  return client;
}

/** The instant when --total-timeout is over, from now on. */
export function deadline({ process, globals }: Invocation): number {
  return process.nowMs + globals.ms('total-timeout');
}

function* newClient({ process, globals }: Invocation): Running<Client> {
  try {
    const endpoints = endpointsOf(process, globals);
    checkTransport(process, globals);
    return new Client(process, {
      endpoints,
      credentials: yield* credentialsOf(process, globals),
      headTimeoutMs: globals.ms('timeout'),
      isTold: globals.bool('debug'),
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'Error') throw plainFailure(error.message);
    throw error;
  }
}

/** The flag, or its variable. */
function given({ env }: Process, globals: FlagValues, flag: string): string {
  const text = globals.text(flag);
  return text === '' ? (env.get(`ETCDCTL_${flag.toUpperCase().replaceAll('-', '_')}`) ?? '') : text;
}

function endpointsOf(process: Process, globals: FlagValues): readonly string[] {
  const domain = given(process, globals, 'discovery-srv');
  if (domain !== '') {
    const lookups = ['_etcd-client-ssl', '_etcd-client'].map(
      (service) => `lookup ${service}._tcp.${domain}: no such host`,
    );
    throw new Exit(EXIT.badArgs, `dns lookup errors: ${lookups.join(' and ')}\n`);
  }
  const said =
    ['endpoints', 'endpoint', 'peers']
      .map((flag) => given(process, globals, flag))
      .find((text) => text !== '') ?? `http://${process.endpoint},${OLD_ENDPOINT}`;
  return said.split(',').map((endpoint) => {
    const url = parseUrl(endpoint);
    return formatUrl(url.scheme === '' ? { ...url, scheme: 'http' } : url);
  });
}

/** Nobody speaks TLS here; files that do not go together, or are not there, are told as etcdctl does. */
function checkTransport(process: Process, globals: FlagValues): void {
  const [ca, cert, key] = ['ca-file', 'cert-file', 'key-file'].map((flag) => given(process, globals, flag));
  if ((cert === '') !== (key === '')) {
    throw new Error(`KeyFile and CertFile must both be present[key: ${key}, cert: ${cert}]`);
  }
  for (const file of [cert, key, ca]) {
    if (file === undefined || file === '') continue;
    if (process.files.read(file) === undefined) throw new Error(`open ${file}: no such file or directory`);
    throw new Error(`${file}: no member of this cluster speaks TLS, so no certificate is read`);
  }
}

function* credentialsOf(
  process: Process,
  globals: FlagValues,
): Running<{ readonly name: string; readonly password: string } | undefined> {
  const user = given(process, globals, 'username');
  if (user === '') return undefined;
  const { name, password } = yield* nameAndPassword(process, user, 'Password: ');
  // Without a name nothing is said of who asks.
  return name === '' ? undefined : { name, password };
}

/** Of `name:password`; a password that is not there is asked for. */
export function* nameAndPassword(
  process: Process,
  text: string,
  prompt: string,
): Running<{ readonly name: string; readonly password: string }> {
  const colon = text.indexOf(':');
  if (colon >= 0) return { name: text.slice(0, colon), password: text.slice(colon + 1) };
  return { name: text, password: yield* askPassword(process, prompt) };
}
