import type { TermPattern } from '../../view/stage/term-colour.ts';

/** Pixels of one tile at a unit of 16; the canvases have the same marks (src/ui/canvas/term-pattern.ts). */
const TILE = 7;

/** What lies over a term's colour: defines `url(#id)`, in the colour of the text around it. */
export function TermTile({ id, pattern, unit }: { id: string; pattern: TermPattern; unit: number }) {
  const size = (TILE * unit) / 16;
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse">
      {pattern === 'bars' && <rect className="tile-mark" x={size * 0.32} width={size * 0.36} height={size} />}
      {pattern === 'dots' && <circle className="tile-mark" cx={size / 2} cy={size / 2} r={size * 0.2} />}
      {pattern === 'checks' && (
        <path
          className="tile-mark"
          d={`M0 0h${size / 2}v${size / 2}h${-size / 2}zM${size / 2} ${size / 2}h${size / 2}v${size / 2}h${-size / 2}z`}
        />
      )}
    </pattern>
  );
}
