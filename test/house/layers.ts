/** The layers of src/, from the ground up: each may import values only from those before it (src/README.md). */
export const layers = [
  'base',
  'raft',
  'storage',
  'etcd',
  'client',
  'node',
  'net',
  'sim',
  'timeline',
  'history',
  'check',
  'console',
  'lessons',
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
