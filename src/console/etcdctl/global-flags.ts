import type { Flag } from '../text/flag.ts';

/** Flags that every command of etcdctl understands; each may be given as an environment variable too. */
export const globalFlags: readonly Flag[] = [
  {
    name: 'endpoints',
    kind: 'stringSlice',
    default: '[127.0.0.1:2379]',
    usage: 'gRPC endpoints',
  },
  { name: 'debug', kind: 'bool', default: 'false', usage: 'enable client-side debug logging' },
  {
    name: 'write-out',
    shorthand: 'w',
    kind: 'string',
    default: 'simple',
    usage: 'set the output format (fields, json, protobuf, simple, table)',
  },
  { name: 'hex', kind: 'bool', default: 'false', usage: 'print byte strings as hex encoded strings' },
  { name: 'dial-timeout', kind: 'duration', default: '2s', usage: 'dial timeout for client connections' },
  {
    name: 'command-timeout',
    kind: 'duration',
    default: '5s',
    usage: 'timeout for short running command (excluding dial timeout)',
  },
  {
    name: 'keepalive-time',
    kind: 'duration',
    default: '2s',
    usage: 'keepalive time for client connections',
  },
  {
    name: 'keepalive-timeout',
    kind: 'duration',
    default: '6s',
    usage: 'keepalive timeout for client connections',
  },
  {
    name: 'insecure-transport',
    kind: 'bool',
    default: 'true',
    usage: 'disable transport security for client connections',
  },
  {
    name: 'insecure-discovery',
    kind: 'bool',
    default: 'true',
    usage: 'accept insecure SRV records describing cluster endpoints',
  },
  {
    name: 'insecure-skip-tls-verify',
    kind: 'bool',
    default: 'false',
    usage:
      'skip server certificate verification (CAUTION: this option should be enabled only for testing purposes)',
  },
  {
    name: 'cert',
    kind: 'string',
    default: '',
    usage: 'identify secure client using this TLS certificate file',
  },
  { name: 'key', kind: 'string', default: '', usage: 'identify secure client using this TLS key file' },
  {
    name: 'cacert',
    kind: 'string',
    default: '',
    usage: 'verify certificates of TLS-enabled secure servers using this CA bundle',
  },
  {
    name: 'user',
    kind: 'string',
    default: '',
    usage: 'username[:password] for authentication (prompt if password is not supplied)',
  },
  {
    name: 'password',
    kind: 'string',
    default: '',
    usage: "password for authentication (if this option is used, --user option shouldn't include password)",
  },
  {
    name: 'discovery-srv',
    shorthand: 'd',
    kind: 'string',
    default: '',
    usage: 'domain name to query for SRV records describing cluster endpoints',
  },
  {
    name: 'discovery-srv-name',
    kind: 'string',
    default: '',
    usage: 'service name to query when using DNS discovery',
  },
];
