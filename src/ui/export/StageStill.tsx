import type { StageScene } from '../../view/stage/stage.ts';
import type { StageWords } from '../../view/stage/stage-words.ts';
import { LinkLine } from '../stage/LinkLine.tsx';
import { NodeGlyph } from '../stage/NodeGlyph.tsx';
import { formatGroups } from '../stage/node-words.ts';

const nothing = () => undefined;

/** What stands on the stage, with nothing to press. */
export function StageStill({ scene, words }: { readonly scene: StageScene; readonly words: StageWords }) {
  const { layout, splits, links, nodes, groups } = scene;
  const { split } = words;
  return (
    <svg width={layout.size.width} height={layout.size.height}>
      {splits.map(({ path }) => (
        <g key={path}>
          <path className="split-band" d={path} />
          <path className="split-line" d={path} />
        </g>
      ))}
      {links.map((link) => (
        <LinkLine
          key={`${link.a}-${link.b}`}
          link={link}
          unit={layout.unit}
          words={words.links.get(`${link.a}-${link.b}`)}
          hot={false}
        />
      ))}
      {nodes.map((node) => (
        <NodeGlyph
          key={node.id}
          node={node}
          layout={layout}
          words={words.nodes.get(node.id)}
          selected={false}
          tabbable={false}
          side={undefined}
          onOpen={nothing}
        />
      ))}
      {split && (
        <text
          className="split-words"
          x={(split.box.left + split.box.right) / 2}
          y={(split.box.top + split.box.bottom) / 2}
          fontSize={split.size}
        >
          {formatGroups(groups)}
        </text>
      )}
    </svg>
  );
}
