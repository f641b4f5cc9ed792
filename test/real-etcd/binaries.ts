import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EtcdLine } from '../../src/datadir/verdict/report.ts';

/** One line of etcd with the tools of its release. */
export interface Binaries {
  readonly line: EtcdLine;
  readonly etcd: string;
  readonly etcdctl: string;
  /** Not there for 3.4: its etcdctl does that work. */
  readonly etcdutl: string | undefined;
  /** bbolt's own command; one for all lines. */
  readonly bbolt: string | undefined;
}

const VERSIONS: readonly [EtcdLine, string][] = [
  ['3.5', '3.5.33'],
  ['3.6', '3.6.16'],
  ['3.7', '3.7.3'],
];

/**
 * The real programs that are there: 3.4 as `etcd` and `etcdctl` on the PATH (Debian's), the others as `etcd-<version>` … in the folder that
 * REAL_ETCD names. Throws where a line that was asked for is not there.
 */
export function binariesOf(lines: readonly EtcdLine[]): Binaries[] {
  const folder = process.env['REAL_ETCD'];
  const found = new Map<EtcdLine, Binaries>();
  const bbolt = onPath('bbolt') ?? inFolder(folder, 'bbolt-1.4.3');
  const etcd = onPath('etcd');
  const etcdctl = onPath('etcdctl');
  if (etcd !== undefined && etcdctl !== undefined) {
    found.set('3.4', { line: '3.4', etcd, etcdctl, etcdutl: undefined, bbolt });
  }
  for (const [line, version] of VERSIONS) {
    const own = inFolder(folder, `etcd-${version}`);
    const ctl = inFolder(folder, `etcdctl-${version}`);
    if (own === undefined || ctl === undefined) continue;
    found.set(line, {
      line,
      etcd: own,
      etcdctl: ctl,
      etcdutl: inFolder(folder, `etcdutl-${version}`),
      bbolt,
    });
  }
  return lines.map((line) => {
    const binaries = found.get(line);
    if (binaries === undefined) {
      throw new Error(
        `etcd ${line} is not here: 3.4 is looked for on the PATH, the others in $REAL_ETCD (${folder ?? 'not set'})`,
      );
    }
    return binaries;
  });
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function inFolder(folder: string | undefined, name: string): string | undefined {
  if (folder === undefined) return undefined;
  const file = join(folder, name);
  return existsSync(file) ? file : undefined;
}
