/** The layers of src/, from the ground up: each may import values only from those before it (src/README.md). */
export const layers = [
  'base',
  'protobuf',
  'bbolt',
  'raft',
  'transcript',
  'storage',
  'etcd',
  'client',
  'console',
  'node',
  'net',
  'sim',
  'history',
  'saved',
  'timeline',
  'check',
  'expression',
  'explain',
  'model',
  'search',
  'shrink',
  'swarm',
  'foreign',
  'datadir',
  'lessons',
  'export',
  'lab',
  'view',
  'forms',
  'ui',
  'host',
  'app',
  'cli',
];

/** Those that compute and nothing else: no DOM, no clock, no dice but the seeded ones. */
export const pureLayers = layers.slice(0, layers.indexOf('ui'));

/**
 * Rooms whose inner folders have an order of their own, from the ground up; '' is what stands in the room itself. A folder
 * imports values only from those before it.
 */
export const innerOrder: Readonly<Record<string, readonly string[]>> = {
  node: ['core', 'report', 'server', 'http', ''],
};
