import { useMemo } from 'react';
import type { Frame } from '../../lab/frame/frame.ts';
import { stageScene } from '../../view/stage/stage.ts';
import { StageStill } from '../export/StageStill.tsx';
import { standing } from '../stage/standing.ts';

/** Drawn at this size and scaled to its place. */
const SIZE = { width: 520, height: 330, rem: 16 };

/** One side's stage as it stands, with nothing to press; its table says the same. */
export function SideStage({ frame }: { readonly frame: Frame }) {
  const { scene, words } = useMemo(() => standing(stageScene(frame, SIZE), undefined), [frame]);
  return (
    <div className="sides-stage" inert aria-hidden="true">
      <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}>
        <StageStill scene={scene} words={words} />
      </svg>
    </div>
  );
}
