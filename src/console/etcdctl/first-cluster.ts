import type { Flag, GivenFlags } from '../text/flag.ts';
import { quote } from '../text/go-quote.ts';
import { Exit, EXIT } from './exit.ts';
import { checkUrls } from './peer-urls.ts';

/** How a cluster is begun from a saved store: the flags of `snapshot restore`. */
export const RESTORE_FLAGS: readonly Flag[] = [
  { name: 'data-dir', kind: 'string', default: '', usage: 'Path to the data directory' },
  {
    name: 'wal-dir',
    kind: 'string',
    default: '',
    usage: 'Path to the WAL directory (use --data-dir if none given)',
  },
  {
    name: 'initial-cluster',
    kind: 'string',
    default: 'default=http://localhost:2380',
    usage: 'Initial cluster configuration for restore bootstrap',
  },
  {
    name: 'initial-cluster-token',
    kind: 'string',
    default: 'etcd-cluster',
    usage: 'Initial cluster token for the etcd cluster during restore bootstrap',
  },
  {
    name: 'initial-advertise-peer-urls',
    kind: 'string',
    default: 'http://localhost:2380',
    usage: "List of this member's peer URLs to advertise to the rest of the cluster",
  },
  { name: 'name', kind: 'string', default: 'default', usage: 'Human-readable name for this member' },
  {
    name: 'skip-hash-check',
    kind: 'bool',
    default: 'false',
    usage: 'Ignore snapshot integrity hash value (required if copied from data directory)',
  },
];

/** Whether name, cluster and URLs go together, in etcd's words. Throws Exit. */
export function checkFirstCluster(flags: GivenFlags): void {
  const name = flags.text('name');
  const urls = checked(() => checkUrls(flags.text('initial-advertise-peer-urls').split(',')));
  const members = checked(() => clusterFrom(flags.text('initial-cluster')));
  const own = members.get(name);
  if (own === undefined) {
    const said = `couldn't find local name ${quote(name)} in the initial cluster configuration`;
    throw new Exit(EXIT.error, said);
  }
  const [wanted, advertised] = [own.toSorted(), urls.toSorted()];
  if (wanted.join() === advertised.join()) return;
  const missing = wanted.filter((url) => !advertised.includes(url));
  const given = advertised.join(',');
  if (missing.length > 0) {
    throw new Exit(
      EXIT.error,
      `--initial-cluster has ${missing.map((url) => `${name}=${url}`).join(',')} but missing from --initial-advertise-peer-urls=${given} ` +
        `(resolved urls: ${quoted(advertised)} != ${quoted(wanted)})`,
    );
  }
  throw new Exit(
    EXIT.error,
    `--initial-advertise-peer-urls has ${given} but missing from --initial-cluster=${wanted.map((url) => `${name}=${url}`).join(',')} ` +
      `(resolved urls: ${quoted(advertised)} != ${quoted(wanted)})`,
  );
}

/** `a=http://host:1,b=http://host:2`: URLs by name, of which one may have several. */
function clusterFrom(text: string): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const item of text.split(',')) {
    if (item === '') continue;
    const equals = item.indexOf('=');
    const name = equals < 0 ? item : item.slice(0, equals);
    const url = equals < 0 ? '' : item.slice(equals + 1);
    members.set(name, [...(members.get(name) ?? []), url]);
  }
  for (const urls of members.values()) checkUrls(urls);
  return members;
}

function checked<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new Exit(EXIT.error, error instanceof Error ? error.message : String(error));
  }
}

function quoted(list: readonly string[]): string {
  return list.map(quote).join(' ');
}
