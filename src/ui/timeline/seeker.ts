import type { Micros } from '../../base/flavor.ts';
import { microsToMs } from '../../base/flavor.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { reportError } from '../act.ts';
import { useView } from '../view-state.ts';

/** Moves the playhead, one seek at a time: while one is on its way only the newest wish is kept. */
export class Seeker {
  private wanted: Micros | undefined;
  private busy = false;

  constructor(private readonly lab: LabPort) {}

  seek(at: Micros): void {
    const liveAt = useView.getState().frame?.liveAt ?? 0;
    this.wanted = Math.min(Math.max(0, at), liveAt);
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    try {
      while (this.wanted !== undefined) {
        const at = this.wanted;
        this.wanted = undefined;
        const liveAt = useView.getState().frame?.liveAt;
        await (at === liveAt ? this.lab.live() : this.lab.seek(microsToMs(at)));
      }
    } catch (error) {
      reportError(error);
    } finally {
      this.busy = false;
    }
  }
}
