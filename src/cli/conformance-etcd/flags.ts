import type { LabConfig } from '../../sim/world/config.ts';

/** A start flag or a step that is not served here. */
export class Unsupported extends Error {
  override name = 'Unsupported';
}

type Settings = Partial<LabConfig>;

/** What etcd's start flags are here. Throws Unsupported at one that we have not. */
const settingOf: Readonly<Record<string, (value: string) => Settings>> = {
  '--experimental-watch-progress-notify-interval': (value) => ({ watchProgressMs: durationMs(value) }),
  '--quota-backend-bytes': (value) => ({ quotaBytes: Number(value) }),
  '--max-txn-ops': (value) => ({ maxTxnOps: Number(value) }),
  '--max-request-bytes': (value) => ({ maxRequestBytes: Number(value) }),
  '--snapshot-count': (value) => ({ snapshotCount: Number(value) }),
  '--strict-reconfig-check': (value) => ({ strictReconfigCheck: value !== 'false' }),
  '--experimental-enable-lease-checkpoint': (value) => ({ leaseCheckpoints: value !== 'false' }),
  '--auth-token-ttl': (value) => ({ authTokenTtlMs: Number(value) * 1000 }),
  '--initial-cluster-token': (value) => ({ clusterToken: value }),
  // Of a heartbeat interval of 100 ms each.
  '--election-timeout': (value) => ({ electionTicks: Number(value) / 100 }),
  '--experimental-corrupt-check-time': (value) => ({ corruptCheckMs: durationMs(value) }),
  '--pre-vote': (value) => ({ preVote: value !== 'false' }),
  // How hard passwords are to guess from their hashes is nothing an answer shows.
  '--bcrypt-cost': () => ({}),
  '--enable-v2': (value) => ({ enableV2: value !== 'false' }),
  '--auto-compaction-mode': (value) => ({
    autoCompactionMode: value === 'revision' ? 'revision' : 'periodic',
  }),
};

export function settingsOf(flags: readonly string[]): Settings {
  const settings: Settings[] = flags.map((flag) => {
    const [name = '', value = ''] = flag.split('=');
    if (name === '--auto-compaction-retention') return { autoCompactionRetention: retentionOf(value, flags) };
    const setting = settingOf[name];
    if (setting === undefined) throw new Unsupported(`etcd ${flag}`);
    return setting(value);
  });
  return Object.assign({}, ...settings) as Settings;
}

/** A bare number is one of hours, or of revisions (etcd: parseCompactionRetention). */
function retentionOf(value: string, flags: readonly string[]): number {
  if (!/^\d+$/.test(value)) return durationMs(value);
  return flags.includes('--auto-compaction-mode=revision') ? Number(value) : Number(value) * 3_600_000;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Go's durations of one unit: 500ms, 1s, 10m. */
function durationMs(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const scale = UNITS[unit ?? ''];
  if (digits === undefined || scale === undefined) throw new Unsupported(`a duration of ${text}`);
  return Number(digits) * scale;
}
