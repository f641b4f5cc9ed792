import type { LogGridLayout } from '../../view/log/log-grid-layout.ts';
import type { LogScene } from '../../view/log/log-grid.ts';
import type { StageScene } from '../../view/stage/stage.ts';
import type { StageToken } from '../../view/stage/token.ts';
import type { SpaceTimeScene } from '../../view/time/space-time.ts';

/**
 * What the pictures show now, for whoever points at something in them. Places are CSS pixels of `box`, which they fill. A picture that
 * is not on the page has none.
 */
export interface Drawn {
  readonly stage: {
    readonly box: HTMLElement;
    readonly scene: StageScene;
    readonly tokens: readonly StageToken[];
  };
  readonly logs: {
    readonly box: HTMLElement;
    readonly scene: LogScene;
    readonly layout: LogGridLayout;
    readonly scroll: number;
    /** Brings an index into view. */
    readonly goTo: (index: number) => void;
  };
  readonly time: { readonly box: HTMLElement; readonly scene: SpaceTimeScene };
}

type Looks = { readonly [Name in keyof Drawn]: () => Drawn[Name] | undefined };

const looks: { -readonly [Name in keyof Looks]?: Looks[Name] } = {};

/** A picture says how it can be asked; until what it gets back is called, or another one of its kind is there. */
export function draws<Name extends keyof Drawn>(name: Name, look: Looks[Name]): () => void {
  looks[name] = look as (typeof looks)[Name];
  return () => {
    if (looks[name] === look) delete looks[name];
  };
}

export function drawnNow<Name extends keyof Drawn>(name: Name): Drawn[Name] | undefined {
  const look: (() => Drawn[Name] | undefined) | undefined = looks[name];
  return look?.();
}
