import { clientsScene, hitClients, selectionOf, type ClientsScene } from '../../view/time/clients.ts';
import type { RequestFrame } from '../../lab/frame/frame.ts';
import { Surface, type Paint } from '../canvas/surface.ts';
import type { Tip } from '../canvas/tip.ts';
import { timelineRange, useView } from '../view-state.ts';
import { commandWords } from '../command-words.ts';
import { callLines } from './call-words.ts';
import { paintClients } from './paint-clients.ts';

export interface ClientsBoardParts {
  readonly box: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly tip: Tip;
}

/** The clients' lanes on their canvas, on the axis of the space-time diagram; the box is as high as the lanes need. */
export class ClientsBoard {
  private readonly surface: Surface;
  private readonly stop: (() => void)[] = [];
  private scene: ClientsScene | undefined;
  private hovered: RequestFrame | undefined;

  constructor(private readonly parts: ClientsBoardParts) {
    this.surface = new Surface(parts.canvas, parts.box, (paint) => this.paint(paint));
    this.stop.push(
      useView.subscribe((state, before) => {
        const changed =
          state.frame?.version !== before.frame?.version ||
          state.timelineWindow !== before.timelineWindow ||
          state.selection !== before.selection;
        if (changed) this.surface.invalidate();
      }),
    );
    const { box } = parts;
    const move = (event: PointerEvent) => this.hover(event);
    const leave = () => this.hover(undefined);
    const click = (event: MouseEvent) => this.click(event);
    box.addEventListener('pointermove', move);
    box.addEventListener('pointerleave', leave);
    box.addEventListener('click', click);
    this.stop.push(() => {
      box.removeEventListener('pointermove', move);
      box.removeEventListener('pointerleave', leave);
      box.removeEventListener('click', click);
    });
    this.surface.invalidate();
  }

  dispose(): void {
    this.surface.dispose();
    for (const stop of this.stop) stop();
  }

  private paint(paint: Paint): void {
    const state = useView.getState();
    if (!state.frame) return;
    this.scene = clientsScene(state.frame, timelineRange(state), paint.width, paint.unit);
    const height = `${Math.ceil(this.scene.height)}px`;
    if (this.parts.box.style.height !== height) this.parts.box.style.height = height;
    paintClients(paint, this.scene, {
      selected: state.selection,
      hovered: this.hovered && selectionOf(this.hovered),
    });
    this.surface.shows(state.frame);
  }

  private hover(event: PointerEvent | undefined): void {
    const { scene } = this;
    const hit = event && scene ? hitClients(scene, event.offsetX, event.offsetY) : undefined;
    if (hit?.id !== this.hovered?.id || hit?.kind !== this.hovered?.kind) this.surface.invalidate();
    this.hovered = hit;
    this.parts.box.style.cursor = hit ? 'pointer' : 'default';
    const lines = hit
      ? callLines(hit, useView.getState().frame?.at ?? hit.invokedAt)
      : event && scene && faultAt(scene, event.offsetX);
    if (event && lines) this.parts.tip.show(event.offsetX, event.offsetY, lines);
    else this.parts.tip.hide();
  }

  private click(event: MouseEvent): void {
    const hit = this.scene && hitClients(this.scene, event.offsetX, event.offsetY);
    if (hit) useView.getState().select(selectionOf(hit));
  }
}

function faultAt(scene: ClientsScene, x: number): string[] | undefined {
  const fault = scene.faults.find((candidate) => Math.abs(candidate.x - x) <= 4);
  return fault && [commandWords(fault)];
}
