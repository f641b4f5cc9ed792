/** The versions of etcd for which a data directory can be written, oldest first. */
export const etcdVersions = ['3.4', '3.5', '3.6', '3.7'] as const;

export type EtcdVersion = (typeof etcdVersions)[number];

export function isEtcdVersion(text: string): text is EtcdVersion {
  return etcdVersions.some((known) => known === text);
}

export function isSince(version: EtcdVersion, since: EtcdVersion): boolean {
  return etcdVersions.indexOf(version) >= etcdVersions.indexOf(since);
}

/** As the cluster agrees on it, without a patch: "3.6.0". */
export function clusterVersionOf(version: EtcdVersion): string {
  return `${version}.0`;
}
