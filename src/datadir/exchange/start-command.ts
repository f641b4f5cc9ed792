import { unreachable } from '../../base/assert.ts';
import type { SavedDataDir, SavingNote } from './data-dir.ts';

/**
 * How an etcd is started from a saved directory. Its members know each other's peer URLs from it, so it listens there; with
 * `--force-new-cluster` it would go on alone.
 */
export function startCommand(saved: SavedDataDir, dataDir: string): string {
  const { name, peerUrls, clientUrls } = saved;
  const flags = [
    `--name ${name}`,
    `--data-dir ${dataDir}`,
    `--listen-peer-urls ${peerUrls.join(',')}`,
    `--initial-advertise-peer-urls ${peerUrls.join(',')}`,
    `--initial-cluster ${peerUrls.map((url) => `${name}=${url}`).join(',')}`,
    `--listen-client-urls ${clientUrls.join(',')}`,
    `--advertise-client-urls ${clientUrls.join(',')}`,
  ];
  return `etcd ${flags.join(' ')}`;
}

/** In English, for the command line; the page has words of its own for the codes. */
export function wordsOfNote(note: SavingNote): string {
  switch (note.code) {
    case 'tokens':
      return 'authentication is on: tokens that clients have are in no file, they log in again';
    case 'v2Keys':
      return `keys of the v2 API stay behind: etcd ${note.version} does not start with them`;
    case 'clusterVersion':
      return `the cluster's version is ${note.to} from now on, and was ${note.from}`;
    case 'logCut':
      return `entries ${note.from} to ${note.to} are left out: etcd has no joint changes of members, and they are not applied`;
    case 'removed':
      return 'the member is removed: an etcd that starts from this ends by itself';
    default:
      return unreachable(note);
  }
}
