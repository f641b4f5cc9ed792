import type { Flag } from '../urfave/command.ts';

const DEPRECATED = 'DEPRECATED - "--endpoints" should be used instead';

/** In the order of the help. */
export const globalFlags: readonly Flag[] = [
  flag('debug', 'bool', 'output cURL commands which can be used to reproduce the request'),
  flag('no-sync', 'bool', "don't synchronize cluster information before sending request"),
  {
    names: ['output', 'o'],
    kind: 'string',
    default: 'simple',
    usage: 'output response in the given format (`simple`, `extended` or `json`)',
  },
  {
    names: ['discovery-srv', 'D'],
    kind: 'string',
    usage: 'domain name to query for SRV records describing cluster endpoints',
  },
  flag('insecure-discovery', 'bool', 'accept insecure SRV records describing cluster endpoints'),
  { names: ['peers', 'C'], kind: 'string', usage: DEPRECATED },
  flag('endpoint', 'string', DEPRECATED),
  flag(
    'endpoints',
    'string',
    'a comma-delimited list of machine addresses in the cluster (default: "http://127.0.0.1:2379,http://127.0.0.1:4001")',
  ),
  flag('cert-file', 'string', 'identify HTTPS client using this SSL certificate file'),
  flag('key-file', 'string', 'identify HTTPS client using this SSL key file'),
  flag('ca-file', 'string', 'verify certificates of HTTPS-enabled servers using this CA bundle'),
  {
    names: ['username', 'u'],
    kind: 'string',
    usage: 'provide username[:password] and prompt if password is not supplied.',
  },
  { names: ['timeout'], kind: 'duration', default: '2s', usage: 'connection timeout per request' },
  {
    names: ['total-timeout'],
    kind: 'duration',
    default: '5s',
    usage: 'timeout for the command execution (except watch)',
  },
];

function flag(name: string, kind: Flag['kind'], usage: string): Flag {
  return { names: [name], kind, usage };
}
