import type { BrokenRuns } from './broken-run.ts';
import { elections } from './schedules/elections.ts';
import { replication } from './schedules/replication.ts';
import { disks } from './schedules/disks.ts';
import { snapshots } from './schedules/snapshots.ts';
import { membership } from './schedules/membership.ts';
import { reads } from './schedules/reads.ts';
import { liveness } from './schedules/liveness.ts';
import { clients } from './schedules/clients.ts';
import { issues } from './schedules/issues.ts';

/** The schedules that the switches of all chapters are caught by, each in a run of its own. */
export const brokenRuns: BrokenRuns = {
  ...elections,
  ...replication,
  ...disks,
  ...snapshots,
  ...membership,
  ...reads,
  ...liveness,
  ...clients,
  ...issues,
};
