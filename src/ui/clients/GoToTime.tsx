import type { Micros } from '../../base/flavor.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';

/** An instant in a list, and the way to it. */
export function GoToTime({ at }: { at: Micros }) {
  const act = useAct();
  return (
    <button type="button" className="link-button" onClick={() => act((lab) => lab.seek(at / 1000))}>
      <time>{formatSeconds(at)}</time>
    </button>
  );
}
