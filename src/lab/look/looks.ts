import { buildFrame } from '../frame/build-frame.ts';
import type { Frame, FrameRequest, LabFrame } from '../frame/frame.ts';
import type { LongWork } from '../play/long-work.ts';
import type { Playback } from '../play/playback.ts';
import type { Run } from '../play/run.ts';
import type { DiskViews } from './disk-views.ts';

/** Conditions of which a frame says how they stand. */
export type Marking = Pick<Frame, 'watches' | 'goal'>;

/** Frames, numbered: the version grows when the run, the playhead, or what is asked for has changed. */
export class Looks {
  readonly #diskViews: DiskViews;
  /** How many runs there were before this one. */
  #runs = 0;
  #version = 0;
  #shown = '';
  #lab: LabFrame | undefined;
  #marking: Marking = {};

  constructor(diskViews: DiskViews) {
    this.#diskViews = diskViews;
  }

  /** Another run may stand at the same instant with the same fingerprint, and be another cluster. */
  beginRun(): void {
    this.#runs++;
    this.#shown = '';
  }

  /** The number of the run that is looked at (`Frame.run`). */
  get run(): number {
    return this.#runs;
  }

  /** `resting`: the long work that the frame is drawn in a rest of. */
  frame(
    run: Run,
    request: FrameRequest,
    playback: Playback,
    resting: LongWork | undefined,
    { inspection, step }: Pick<Frame, 'inspection' | 'step'>,
    lab: LabFrame,
    { watches, goal }: Marking = {},
  ): Frame {
    const { world } = run.cluster;
    const { elapsedMs: _, ...asked } = request;
    const { speed, gliding } = playback.at(run);
    const { isOn: playing, halts, pace } = playback;
    const halted = playback.haltedAt(run);
    const work = resting && { call: resting.call, progress: resting.progress };
    const shown = [
      world.hash.hex(),
      world.now,
      run.live.world.hash.hex(),
      run.live.world.now,
      playing,
      speed,
      gliding,
      pace,
      this.#runs,
      run.branches.version,
      run.notebook.version,
      work?.call,
      work?.progress,
      halts,
      halted?.event,
      halted?.breakpoint,
      JSON.stringify(asked),
    ].join();
    if (shown !== this.#shown || lab !== this.#lab) this.#version++;
    else if (watches !== this.#marking.watches || goal !== this.#marking.goal) this.#version++;
    this.#shown = shown;
    this.#lab = lab;
    this.#marking = { watches, goal };
    return buildFrame(run, this.#diskViews, request, {
      version: this.#version,
      playing,
      speed,
      pace: pace === 'meaning' ? (gliding ? 'gliding' : 'following') : 'fixed',
      run: this.#runs,
      halts,
      halted,
      watches,
      goal,
      work,
      inspection,
      step,
      lab,
    });
  }
}
