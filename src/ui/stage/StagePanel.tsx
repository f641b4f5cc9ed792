import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import { formatNode } from '../../view/say/format.ts';
import { rimRadius, type StageSize } from '../../view/stage/stage-layout.ts';
import { sameStage, stageScene, type StageScene } from '../../view/stage/stage.ts';
import { stageTimers } from '../../view/stage/stage-timer.ts';
import { stageTokens } from '../../view/stage/stage-token.ts';
import type { StageToken } from '../../view/stage/token.ts';
import { boxAround, type Box } from '../../view/stage/box.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { perform, useAct } from '../act.ts';
import { draws } from '../canvas/drawn.ts';
import { forgetMeasures, measureText } from '../canvas/measure.ts';
import { Late } from '../Late.tsx';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import { useView } from '../view-state.ts';
import { useStill } from '../use-frame.ts';
import { CaptionLine } from './CaptionLine.tsx';
import { LinkLine } from './LinkLine.tsx';
import { NodeGlyph } from './NodeGlyph.tsx';
import { NetworkContext } from './network-context.ts';
import { StageMessage } from './StageMessage.tsx';
import { StageMenu, type OpenMenu } from './StageMenu.tsx';
import { StageToolbar } from './StageToolbar.tsx';
import { SplitLabel } from './SplitLabel.tsx';
import { standing, type Standing } from './standing.ts';
import { StagePainter } from './stage-painter.ts';
import { useStageDrag, type Drag } from './use-stage-drag.ts';
import { useStageKeys, type NetworkChoice } from './use-stage-keys.ts';
import './stage.css';

const networkBar = latePart(withMessages(() => import('./NetworkBar.tsx')));

/** The ring of nodes with what is between them. React draws what stands; messages and timers are painted each frame. */
export function StagePanel({ openForm }: { openForm: (form: 'put' | 'get', node: NodeId) => void }) {
  const { t } = useTranslation('stage');
  const act = useAct();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const still = useStill();
  const { scene, words, tokens } = useMovingStage(size, canvas, still);
  const [menu, setMenu] = useState<OpenMenu>();
  const selectedNode = useView((state) =>
    state.selection?.type === 'node' ? state.selection.id : undefined,
  );
  const drag = useStageDrag({ box, scene, words, tokens, onMenu: setMenu });
  const message = useRef<HTMLButtonElement>(null);
  const keys = useStageKeys({ box, scene, tokens, message, onMenu: setMenu });
  const tabbable = scene?.nodes.find(({ id }) => id === selectedNode)?.id ?? scene?.nodes[0]?.id;
  const closeMenu = useCallback(() => setMenu(undefined), []);
  return (
    <section className="card stage" aria-label={t('title')}>
      <StageToolbar cut={scene?.summary.cut ?? false} next={nextMachine(scene)} />
      <CaptionLine />
      {keys.network && (
        <NetworkContext value={{ ...keys, network: keys.network }}>
          <Late part={networkBar} />
        </NetworkContext>
      )}
      <div
        className="stage-box"
        ref={box}
        role="group"
        aria-label={t('members')}
        tabIndex={-1}
        data-drag={drag.state?.type}
        data-hover={drag.hover?.type}
        {...drag.handlers}
      >
        {scene && (
          <svg className="stage-svg" width={scene.layout.size.width} height={scene.layout.size.height}>
            <title>{t('title')}</title>
            <Splits splits={scene.splits} />
            {scene.links.map((link) => (
              <LinkLine
                key={`${link.a}-${link.b}`}
                link={link}
                unit={scene.layout.unit}
                words={words?.links.get(`${link.a}-${link.b}`)}
                hot={drag.hover?.type === 'link' && drag.hover.a === link.a && drag.hover.b === link.b}
              />
            ))}
            {scene.nodes.map((node) => (
              <NodeGlyph
                key={node.id}
                node={node}
                layout={scene.layout}
                words={words?.nodes.get(node.id)}
                selected={selectedNode === node.id}
                tabbable={node.id === tabbable}
                side={sideOf(drag.state, node.id) ?? chosenSide(keys.network, node.id)}
                onOpen={keys.openNode}
              />
            ))}
            <DragLine drag={drag.state} radius={scene.layout.radius} />
          </svg>
        )}
        <canvas className="stage-canvas" ref={canvas} aria-hidden="true" />
        <StageMessage ref={message} onOpen={keys.openMessage} />
        {scene && words?.split && <SplitLabel words={words.split} groups={scene.groups} />}
        {drag.tip && (
          <div
            className="stage-tip"
            style={{ '--x': `${drag.tip.x}px`, '--y': `${drag.tip.y}px` } as CSSProperties}
          >
            {drag.tip.text}
          </div>
        )}
        {menu && scene && (
          <StageMenu
            menu={menu}
            keepFree={() => nodeBoxes(scene, box.current)}
            onShow={setMenu}
            onClose={closeMenu}
            onDo={(action) => {
              setMenu(undefined);
              act((lab) => perform(lab, action, openForm));
            }}
          />
        )}
        {scene && <Alternative summary={scene.summary} groups={scene.groups} />}
      </div>
    </section>
  );
}

function sideOf(drag: Drag | undefined, id: NodeId): 0 | 1 | undefined {
  if (drag?.type !== 'split' || !drag.sides) return undefined;
  return drag.sides[0].includes(id) ? 0 : 1;
}

/** Where the nodes are in the window: menus open beside them. */
function nodeBoxes({ layout, nodes }: StageScene, box: HTMLElement | null): readonly Box[] {
  const rect = box?.getBoundingClientRect();
  const reach = rimRadius(layout.radius, layout.unit);
  return nodes.map(({ x, y }) => boxAround((rect?.left ?? 0) + x, (rect?.top ?? 0) + y, reach, reach));
}

/** While a split or a link is chosen: what is on another side is drawn with another line. */
function chosenSide(network: NetworkChoice | undefined, id: NodeId): number | undefined {
  if (network?.type === 'split') return network.groups.get(id);
  const chosen = network?.type === 'link' ? network.from : network?.node;
  return chosen === id ? 0 : undefined;
}

function nextMachine(scene: StageScene | undefined): NodeId {
  return Math.max(0, ...(scene?.nodes.map((node) => node.id) ?? [])) + 1;
}

function Splits({ splits }: Pick<StageScene, 'splits'>) {
  return splits.map((split) => (
    <g key={split.path} className="split">
      <path className="split-band" d={split.path} />
      <path className="split-line" d={split.path} />
    </g>
  ));
}

/** A line where the network is split or a way is cut; the outline of a node where it is moved to. */
function DragLine({ drag, radius }: { drag: Drag | undefined; radius: number }) {
  if (!drag || drag.type === 'press') return null;
  const { from, to } = drag;
  const moves = drag.type === 'carry' && drag.onto === undefined;
  const kind = drag.type === 'split' ? 'drag-split' : moves ? 'drag-way' : 'drag-cut';
  return (
    <>
      <line className={kind} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
      {moves && drag.moves && <circle className="drag-ghost" cx={to.x} cy={to.y} r={radius} />}
    </>
  );
}

function names(ids: readonly NodeId[]): string {
  return ids.map(formatNode).join(', ');
}

/** What the picture says, for who does not see it. */
const Alternative = memo(function Alternative({ summary, groups }: Pick<StageScene, 'summary' | 'groups'>) {
  const { t } = useTranslation('stage');
  const sentences = [
    summary.leader === undefined
      ? t('alt.noLeader', { term: String(summary.term) })
      : t('alt.leader', { node: formatNode(summary.leader), term: String(summary.term) }),
    summary.candidates.length > 0 ? t('alt.candidates', { nodes: names(summary.candidates) }) : '',
    summary.killed.length > 0 ? t('alt.killed', { nodes: names(summary.killed) }) : '',
    summary.paused.length > 0 ? t('alt.paused', { nodes: names(summary.paused) }) : '',
    groups.length > 1 ? t('alt.split', { groups: groups.map(names).join(' | ') }) : '',
    t('alt.messages', { count: summary.messages }),
  ];
  return <p className="visually-hidden">{sentences.filter((sentence) => sentence !== '').join(' ')}</p>;
});

function useSize(box: React.RefObject<HTMLDivElement | null>): StageSize | undefined {
  const [size, setSize] = useState<StageSize>();
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      if (width > 0 && height > 0) setSize({ width, height, rem });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** The scene for React, and the painting of what moves, straight from the store. */
function useMovingStage(
  size: StageSize | undefined,
  canvas: React.RefObject<HTMLCanvasElement | null>,
  still: boolean,
) {
  const [shownStanding, setStanding] = useState<Standing>();
  const tokens = useRef<readonly StageToken[]>([]);
  const painter = useRef<StagePainter>(undefined);
  const { i18n } = useTranslation();
  useEffect(() => {
    const element = canvas.current;
    if (!size || !element) return undefined;
    painter.current ??= new StagePainter(element);
    painter.current.resize(size.width, size.height);
    let shown: Standing | undefined;
    let seen: Frame | undefined;
    let { arrangement } = useView.getState();
    let themeVersion = useView.getState().themeVersion;
    const standingOf = (frame: Frame): Standing => {
      const wanted = useView.getState().arrangement;
      if (shown && seen && arrangement === wanted && sameStage(frame, seen)) return shown;
      const scene = stageScene(frame, size, shown?.scene, wanted);
      seen = frame;
      arrangement = wanted;
      if (shown && scene === shown.scene) return shown;
      const next = standing(scene, shown);
      setStanding(next);
      shown = next;
      return next;
    };
    /** The same scene with other words, or with words of another width. */
    const placeAgain = () => {
      if (!shown) return;
      shown = standing(shown.scene, undefined);
      setStanding(shown);
    };
    const paint = () => {
      const state = useView.getState();
      const { frame } = state;
      if (!frame) return;
      if (state.themeVersion !== themeVersion) {
        // Fonts may have arrived.
        themeVersion = state.themeVersion;
        placeAgain();
      }
      const { scene, obstacles } = standingOf(frame);
      tokens.current = stageTokens(
        frame,
        scene.layout,
        { ...state.messageFilter, still, measure: measureText },
        { obstacles, before: tokens.current },
      );
      const selected = state.selection?.type === 'message' ? state.selection.id : undefined;
      painter.current?.draw({
        tokens: tokens.current,
        timers: stageTimers(frame, scene),
        layout: scene.layout,
        themeVersion: state.themeVersion,
        selected,
        marked: state.marked,
        still,
        at: frame.at,
      });
    };
    paint();
    const stopDrawing = draws('stage', () => {
      const at = element.parentElement;
      return shown && at ? { box: at, scene: shown.scene, tokens: tokens.current } : undefined;
    });
    const stop = useView.subscribe((state, before) => {
      if (
        state.frame !== before.frame ||
        state.themeVersion !== before.themeVersion ||
        state.selection !== before.selection ||
        state.marked !== before.marked ||
        state.messageFilter !== before.messageFilter ||
        state.arrangement !== before.arrangement
      )
        paint();
    });
    const speakOtherwise = () => {
      placeAgain();
      paint();
    };
    i18n.on('languageChanged', speakOtherwise);
    return () => {
      stop();
      stopDrawing();
      i18n.off('languageChanged', speakOtherwise);
    };
  }, [size, canvas, still, i18n]);
  // Fonts arrive after the first paint: words painted before are painted again.
  useEffect(() => {
    void document.fonts.ready.then(() => {
      forgetMeasures();
      useView.getState().tokensChanged();
    });
  }, []);
  return { scene: shownStanding?.scene, words: shownStanding?.words, tokens };
}
