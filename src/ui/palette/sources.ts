import type { NodeId } from '../../base/flavor.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { gallery } from '../../lessons/gallery/gallery.ts';
import { messageTypes } from '../../view/message/message-look.ts';
import { formatNode } from '../../view/say/format.ts';
import { linkActions, nodeActions, type StageAction } from '../../view/stage/stage-actions.ts';
import { perform } from '../act.ts';
import { openPanel } from '../events/open-panel.ts';
import { menuItems } from '../file/menu-items.ts';
import { openGallery } from '../gallery/open-gallery.ts';
import { keyCommands, type KeyCommand } from '../key-bindings.ts';
import { pageActs } from '../page-acts.ts';
import { runTargets, eventTargets, runUntil } from '../play.ts';
import { askStage, focusedNode } from '../stage/stage-asks.ts';
import { stepKinds, useView, type PanelTab } from '../view-state.ts';
import type { PaletteContext, PaletteItem, PaletteSource } from './palette-item.ts';
import { said } from './said.ts';

/** What needs a place on the stage that a palette does not know, or is chosen elsewhere in it. */
const elsewhere: ReadonlySet<KeyCommand['id']> = new Set([
  'selectNode',
  'nextNode',
  'menu',
  'stepKind',
  'palette',
]);
const ofSelectedNode: ReadonlySet<KeyCommand['id']> = new Set(['killRestart', 'pauseNode', 'isolate']);
/** Keys that do another thing with Shift: both are listed. */
const shifted = ['toCause', 'nextHit', 'nextMessage'] as const;

/** Whatever a key does. */
function fromKeys(context: PaletteContext): readonly PaletteItem[] {
  const { view, lab } = context;
  const hasNode = view.selection?.type === 'node';
  return keyCommands
    .filter(({ id }) => !elsewhere.has(id) && (hasNode || !ofSelectedNode.has(id)))
    .flatMap((command) => {
      const { id, group, caps } = command;
      const whole = said((t) => t(`help:command.${id}`));
      // What a key does with Shift is an item of its own.
      const [first = '', ...rest] = whole.title.split(/[;；]\s*/);
      const press = (isShifted: boolean) => (): unknown => {
        const [key = ''] = command.keys;
        const event = new KeyboardEvent('keydown', { key, shiftKey: isShifted });
        const reach = { focusClientForm: pageActs.focusForm, askStage, focusedNode: focusedNode() };
        return command.run({ lab, view, ...reach }, event);
      };
      const item = { id: `key.${id}`, group, title: first, also: [...whole.also, ...rest], caps };
      const other = shifted.find((each) => each === id);
      if (other === undefined) return [{ ...item, run: press(false) }];
      const words = said((t) => t(`palette:shifted.${other}`));
      const withShift = { id: `key.${id}.shift`, group, ...words, caps: ['Shift', ...caps] };
      return [
        { ...item, run: press(false) },
        { ...withShift, run: press(true) },
      ];
    });
}

/** The lab's menu, and dialogs that have a place of their own. */
function fromMenus({ lab, view }: PaletteContext): readonly PaletteItem[] {
  const own = menuItems.map(({ id, run }) => ({
    id: `lab.${id}`,
    group: 'lab' as const,
    ...said((t) => t(`file:menu.${id}`)),
    run: () => run(lab),
  }));
  return [
    ...own.filter(({ id }) => id !== 'lab.palette'),
    {
      id: 'lab.config',
      group: 'lab',
      ...said((t) => t('controls:run.change')),
      run: () => view.setConfigOpen(true),
    },
    {
      id: 'lab.safety',
      group: 'lab',
      ...said((t) => t('palette:safety')),
      run: () => view.setSafetyOpen(true),
    },
  ];
}

const panelTabs: readonly PanelTab[] = [
  'inspector',
  'store',
  'clients',
  'calls',
  'console',
  'events',
  'conditions',
  'notebook',
];

function fromPanels(): readonly PaletteItem[] {
  return panelTabs.map((tab) => ({
    id: `panel.${tab}`,
    group: 'panels',
    ...said((t) => t('palette:panel', { panel: t(`controls:panel.${tab}`) })),
    run: () => openPanel(tab),
  }));
}

/** What can be done to members and links, as their menus on the stage have it: only what would do something now. */
function fromStage({ frame, lab, view }: PaletteContext): readonly PaletteItem[] {
  if (frame === undefined) return [];
  const ids = frame.nodes.map(({ id }) => id);
  const selected = ids.map((id): PaletteItem => {
    const node = formatNode(id);
    return {
      id: `select.${node}`,
      group: 'nodes',
      ...said((t) => t('palette:select', { node })),
      run: () => {
        view.select({ type: 'node', id });
        askStage({ type: 'focus', on: id });
      },
    };
  });
  const item = (action: StageAction, a: string, b: string): PaletteItem => ({
    id: `stage.${action.id}.${a}${b}`,
    group: 'nodes',
    ...said((t) => {
      const name = t(`stage:action.${action.id}.name`, { a, b });
      const of = b === '' ? a : `${a} – ${b}`;
      return name.includes(a) ? name : `${name.replace(/…$/, '')} ${of}`;
    }),
    ...(action.danger === true ? { danger: true } : {}),
    run: () => perform(lab, action, pageActs.openForm),
  });
  const ofNodes = ids.flatMap((id) =>
    nodeActions(frame, id).map((action) => item(action, formatNode(id), '')),
  );
  const ofLinks = pairs(frame).flatMap(([a, b]) =>
    linkActions(frame, a, b).map((action) => item(action, formatNode(a), formatNode(b))),
  );
  return [...selected, ...ofNodes, ...ofLinks];
}

function pairs({ nodes }: Frame): (readonly [NodeId, NodeId])[] {
  return nodes.flatMap(({ id: a }, i) => nodes.slice(i + 1).map(({ id: b }) => [a, b] as const));
}

function fromTime({ lab, view }: PaletteContext): readonly PaletteItem[] {
  const until = runTargets.map((target): PaletteItem => {
    const event = eventTargets.find((each) => each === target);
    return {
      id: `until.${target}`,
      group: 'runUntil',
      ...said((t) =>
        t('palette:until', { target: event === undefined ? target : t(`controls:until.${event}`) }),
      ),
      run: () => {
        view.setRunTarget(target);
        return runUntil(lab, target);
      },
    };
  });
  const by = stepKinds.map((kind): PaletteItem => ({
    id: `step.${kind}`,
    group: 'stepBy',
    ...said((t) => t('palette:stepBy', { kind: t(`controls:kind.${kind}`) })),
    run: () => view.setStepKind(kind),
  }));
  return [...until, ...by];
}

function fromReference(): readonly PaletteItem[] {
  return messageTypes.map((type) => ({
    id: `reference.${type}`,
    group: 'reference',
    ...said((t) => t('common:whatIs', { type })),
    run: () => useView.setState({ reference: type }),
  }));
}

function fromGallery({ lab }: PaletteContext): readonly PaletteItem[] {
  return gallery.map(({ name }) => {
    const { title, also } = said((t) => t(`gallery:entry.${name}.title`));
    const says = said((t) => t(`gallery:entry.${name}.says`));
    return {
      id: `gallery.${name}`,
      group: 'gallery',
      title,
      also: [...also, name, says.title, ...says.also],
      run: () => openGallery(lab, name),
    };
  });
}

/** All of them, in no order that matters: the palette lists by groups, or by what was typed. */
export const paletteSources: readonly PaletteSource[] = [
  fromKeys,
  fromMenus,
  fromPanels,
  fromStage,
  fromTime,
  fromReference,
  fromGallery,
];
