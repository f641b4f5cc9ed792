/** What this program behaves as; etcd's version/version.go. */
export const SERVER_VERSION = '3.4.23';

/** The least version of all members, without their patches: what the leader proposes once it knows everybody's. */
export const CLUSTER_VERSION = '3.4.0';

/** As /version shows it before the first one is agreed on. */
export const CLUSTER_VERSION_UNKNOWN = 'not_decided';
