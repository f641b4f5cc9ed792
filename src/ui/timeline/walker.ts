import type { Micros } from '../../base/flavor.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import type { SpaceTimeScene } from '../../view/time/space-time.ts';
import { nextStop, walkStops, type WalkStop } from '../../view/time/space-time-walk.ts';
import { useView } from '../view-state.ts';
import { brushedIs, zoomToBrush } from './brush.ts';
import { CONE_KEY } from './walk-keys.ts';

/** The diagram as the keyboard goes through it. */
export interface WalkedBoard {
  readonly lab: LabPort;
  readonly scene: () => SpaceTimeScene | undefined;
  /** Points at it and says what it is; undefined: at nothing. */
  readonly point: (stop: WalkStop | undefined) => void;
  /** Does what a click on it does. */
  readonly open: (stop: WalkStop) => void;
}

/** From thing to thing in the diagram, a window chosen, the causal cone: by keys. */
export class Walker {
  private key: string | undefined;
  /** Where the chosen window began, and the end that moves. */
  private chosen: { readonly anchor: Micros; readonly end: Micros } | undefined;

  constructor(private readonly board: WalkedBoard) {}

  press(key: string): Promise<void> | void {
    const scene = this.board.scene();
    if (scene === undefined) return undefined;
    const tenth = (scene.to - scene.from) / 10;
    const keys: Readonly<Record<string, () => Promise<void> | void>> = {
      ArrowDown: () => this.go(scene, true),
      ArrowUp: () => this.go(scene, false),
      PageUp: () => this.choose(scene, (end) => end + tenth),
      PageDown: () => this.choose(scene, (end) => end - tenth),
      Home: () => this.choose(scene, () => scene.from),
      End: () => this.choose(scene, () => scene.to),
      Enter: () => this.enter(scene),
      Escape: () => this.giveUp(),
      [CONE_KEY]: () => this.cone(),
    };
    return keys[key]?.();
  }

  private go(scene: SpaceTimeScene, isForth: boolean): void {
    const stop = nextStop(scene, this.key, isForth);
    if (stop === undefined) return;
    this.key = stop.key;
    this.board.point(stop);
  }

  private choose(scene: SpaceTimeScene, move: (end: Micros) => Micros): void {
    const brush = useView.getState().timelineBrush;
    const at = scene.playhead.at;
    const kept = this.chosen;
    const isOurs = kept !== undefined && brush?.from === Math.min(kept.anchor, kept.end);
    const { anchor, end } = isOurs ? kept : { anchor: brush?.from ?? at, end: brush?.to ?? at };
    const moved = Math.max(0, Math.round(move(end)));
    this.chosen = { anchor, end: moved };
    brushedIs({ from: Math.min(anchor, moved), to: Math.max(anchor, moved) });
  }

  private enter(scene: SpaceTimeScene): void {
    const stop = this.key === undefined ? undefined : walkStops(scene).find(({ key }) => key === this.key);
    if (stop === undefined) zoomToBrush();
    else this.board.open(stop);
  }

  private giveUp(): void {
    if (this.key === undefined) brushedIs(undefined);
    this.key = undefined;
    this.board.point(undefined);
  }

  /** Of what is selected; else of the event at the playhead. */
  private async cone(): Promise<void> {
    const { timelineCone, selection } = useView.getState();
    if (timelineCone !== undefined) {
      useView.setState({ timelineCone: undefined });
      return;
    }
    const chosen = selection?.type === 'message' || selection?.type === 'event' ? selection : undefined;
    const subject = chosen ?? { type: 'event' as const, number: (await this.board.lab.state()).events };
    useView.setState({ timelineCone: subject });
  }
}
