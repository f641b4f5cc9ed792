import { formatMs } from '../../view/say/format.ts';
import type { StageLink } from '../../view/stage/stage-link.ts';
import type { StageNode } from '../../view/stage/stage-node.ts';
import type { NodeText, StageTexts } from '../../view/stage/stage-words.ts';
import type { StageScene } from '../../view/stage/stage.ts';
import { t } from '../messages/say.ts';

/** All words of the stage in the page's language, at their fullest and ever shorter. */
export function stageTexts(scene: StageScene): StageTexts {
  return {
    nodes: new Map(scene.nodes.map((node) => [node.id, nodeTexts(node)])),
    links: new Map(
      scene.links.flatMap((link) => {
        const words = linkWords(link);
        return words === '' ? [] : [[`${link.a}-${link.b}`, words] as const];
      }),
    ),
    split: splitTexts(scene),
  };
}

/** What a node is and how far it has come, for who hears it. */
export function nodeFacts(node: StageNode): readonly string[] {
  const [full] = nodeTexts(node);
  const term = t('stage:term', { term: String(node.term) });
  const said = [full?.title ?? '', term, ...(full?.lines ?? []), full?.extras?.[0] ?? ''];
  if (node.status === 'killed' && !node.removed) said.unshift(t('stage:killed'));
  return said.filter((text) => text !== '');
}

function nodeTexts(node: StageNode): readonly NodeText[] {
  return node.status === 'killed' ? killedTexts(node) : runningTexts(node);
}

function killedTexts(node: StageNode): readonly NodeText[] {
  const short = t('stage:onDiskShort', { term: String(node.term), last: node.last });
  if (node.removed)
    return [
      { title: t('stage:removed'), lines: [t('stage:removedBrings')] },
      { title: t('stage:removed'), lines: [] },
    ];
  if (node.crashed !== undefined)
    return [
      { title: t('stage:crashed'), lines: [clip(node.crashed, 44)] },
      { title: t('stage:crashed'), lines: [clip(node.crashed, 24)] },
      { title: t('stage:crashed'), lines: [] },
    ];
  return [
    {
      title: t('stage:onDisk', { term: String(node.term), last: node.last }),
      lines: [t('stage:restartBrings')],
    },
    { title: short, lines: [t('stage:restartBrings')] },
    { title: short, lines: [] },
  ];
}

function runningTexts(node: StageNode): readonly NodeText[] {
  const role =
    node.member === 'none'
      ? t('common:member.none')
      : node.member === 'learner'
        ? t('stage:learner')
        : t(`common:role.${node.role ?? 'StateFollower'}`);
  const { commit, applied } = node;
  // A candidate's disc shows its votes where the others have their term.
  const title = node.votes.length > 0 ? `${role} · ${t('stage:term', { term: String(node.term) })}` : role;
  const full = t('stage:commitApplied', { commit, applied });
  const short = t('stage:commitOnly', { commit });
  const alarm = node.alarms === '' ? [] : [t('stage:alarm', { alarm: node.alarms })];
  const busy = busyWords(node);
  const changes = node.changes === '' ? '' : `Δ ${node.changes}`;
  const extras = [[changes, busy].filter(Boolean).join(' · '), changes, busy].filter(Boolean);
  return [
    { title, lines: [full, ...alarm], extras },
    { title, lines: [short, ...alarm] },
    { title: role, lines: [short] },
    { title: role, lines: [] },
    { title: short, lines: [] },
    { title: String(commit), lines: [] },
  ];
}

/** What waits at it just now; empty: nothing. */
function busyWords(node: StageNode): string {
  return [
    node.status === 'paused' ? t('stage:pausedWaiting', { count: node.waiting }) : '',
    node.isolated ? t('stage:cutOff') : '',
    node.writes > 0 ? t('stage:writes', { count: node.writes }) : '',
    node.applies > 0 ? t('stage:applies', { count: node.applies }) : '',
    node.reads > 0 ? t('stage:reads', { count: node.reads }) : '',
    node.proposals > 0 ? t('stage:proposals', { count: node.proposals }) : '',
    node.snapshotPending ? t('stage:snapshotPending') : '',
    node.transferTarget ? t('stage:transferTarget') : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

/** What is not as usual on a link; empty: all is. */
function linkWords(link: StageLink): string {
  const slow = link.there.latency ?? link.back.latency;
  const loss = Math.max(link.there.loss, link.back.loss);
  const reorder = Math.max(link.there.reorder, link.back.reorder);
  return [
    link.there.held || link.back.held ? t('stage:heldLink') : '',
    slow === undefined || link.state === 'cut' ? '' : `${formatMs(slow)} ms`,
    loss > 0 && link.state !== 'cut' ? t('stage:loses', { percent: Math.round(loss * 100) }) : '',
    reorder > 0 && link.state !== 'cut' ? t('stage:overtakes', { percent: Math.round(reorder * 100) }) : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

function splitTexts({ groups }: StageScene): readonly string[] {
  if (groups.length < 2) return [];
  const heal = t('stage:heal');
  return [`${t('stage:split', { groups: formatGroups(groups) })}  ${heal}`, heal];
}

/** `1 4 5 | 2 3` */
export function formatGroups(groups: StageScene['groups']): string {
  return groups.map((group) => group.join(' ')).join(' | ');
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
