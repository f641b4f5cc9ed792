/** The release of etcd that all of this behaves as. */
export const VERSION = '3.4.23';
export const API_VERSION = '3.4';
