import type { NodeId } from '../../base/flavor.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { gallery } from '../../lessons/gallery/gallery.ts';
import { ruleCatalogue } from '../../node/rules.ts';
import { messageTypes } from '../../view/message/message-look.ts';
import { formatNode } from '../../view/say/format.ts';
import { linkActions, nodeActions, type StageAction } from '../../view/stage/stage-actions.ts';
import { perform } from '../act.ts';
import { openPanel } from '../events/open-panel.ts';
import { menuItems } from '../file/menu-items.ts';
import { openGallery } from '../gallery/open-gallery.ts';
import { keyCommands, type KeyCommand } from '../key-bindings.ts';
import { pageActs } from '../page-acts.ts';
import { hasRun, openRule } from '../rules/open-rule.ts';
import { runTargets, eventTargets, runUntil } from '../play.ts';
import { askStage, focusedNode } from '../stage/stage-asks.ts';
import { stepKinds, useView, type PanelTab } from '../view-state.ts';
import type { PaletteContext, PaletteGroup, PaletteItem, PaletteSource, Said } from './palette-item.ts';
import { fromCourse } from './course-items.ts';
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

/** What keys, menus and panels have in common. `also`: further words it is found by. */
function itemOf(
  id: string,
  group: PaletteGroup,
  words: Said,
  run: () => unknown,
  more: Pick<PaletteItem, 'caps' | 'danger'> & { readonly also?: readonly string[] } = {},
): PaletteItem {
  const { also = [], ...rest } = more;
  return { ...rest, id, group, title: words.title, also: [...words.also, ...also], run };
}

/** Whatever a key does. */
function fromKeys(context: PaletteContext): readonly PaletteItem[] {
  const hasNode = context.view.selection?.type === 'node';
  return keyCommands
    .filter(({ id }) => !elsewhere.has(id) && (hasNode || !ofSelectedNode.has(id)))
    .flatMap((command) => itemsOfKey(context, command));
}

function itemsOfKey({ lab, view }: PaletteContext, command: KeyCommand): readonly PaletteItem[] {
  const { id, group, caps } = command;
  const whole = said((t) => t(`help:command.${id}`));
  // What a key does with Shift is an item of its own.
  const [title = '', ...rest] = whole.title.split(/[;；]\s*/);
  const press = (shiftKey: boolean) => (): unknown => {
    const [key = ''] = command.keys;
    const reach = { focusClientForm: pageActs.focusForm, askStage, focusedNode: focusedNode() };
    return command.run({ lab, view, ...reach }, new KeyboardEvent('keydown', { key, shiftKey }));
  };
  const item = itemOf(`key.${id}`, group, { title, also: whole.also }, press(false), { caps, also: rest });
  const other = shifted.find((each) => each === id);
  if (other === undefined) return [item];
  const words = said((t) => t(`palette:shifted.${other}`));
  return [item, itemOf(`key.${id}.shift`, group, words, press(true), { caps: ['Shift', ...caps] })];
}

/** The lab's menu, and dialogs that have a place of their own. */
function fromMenus({ lab, view }: PaletteContext): readonly PaletteItem[] {
  const change = said((t) => t('controls:run.change'));
  const safety = said((t) => t('palette:safety'));
  return [
    ...menuItems
      .filter(({ id }) => id !== 'palette')
      .map(({ id, run }) =>
        itemOf(
          `lab.${id}`,
          'lab',
          said((t) => t(`file:menu.${id}`)),
          () => run(lab),
        ),
      ),
    itemOf('lab.config', 'lab', change, () => view.setConfigOpen(true)),
    itemOf('lab.safety', 'lab', safety, () => view.setSafetyOpen(true)),
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
  return panelTabs.map((tab) => {
    const words = said((t) => t('palette:panel', { panel: t(`controls:panel.${tab}`) }));
    return itemOf(`panel.${tab}`, 'panels', words, () => openPanel(tab));
  });
}

/** What can be done to members and links, as their menus on the stage have it: only what would do something now. */
function fromStage({ frame, lab, view }: PaletteContext): readonly PaletteItem[] {
  if (frame === undefined) return [];
  const ids = frame.nodes.map(({ id }) => id);
  const selected = ids.map((id): PaletteItem => {
    const node = formatNode(id);
    const words = said((t) => t('palette:select', { node }));
    return itemOf(`select.${node}`, 'nodes', words, () => {
      view.select({ type: 'node', id });
      askStage({ type: 'focus', on: id });
    });
  });
  const act = (action: StageAction, a: string, b: string): PaletteItem => {
    const words = said((t) => {
      const name = t(`stage:action.${action.id}.name`, { a, b });
      const of = b === '' ? a : `${a} – ${b}`;
      return name.includes(a) ? name : `${name.replace(/…$/, '')} ${of}`;
    });
    const run = () => perform(lab, action, pageActs.openForm);
    const danger = action.danger === true ? { danger: true } : {};
    return itemOf(`stage.${action.id}.${a}${b}`, 'nodes', words, run, danger);
  };
  const ofNodes = ids.flatMap((id) =>
    nodeActions(frame, id).map((action) => act(action, formatNode(id), '')),
  );
  const ofLinks = pairs(frame).flatMap(([a, b]) =>
    linkActions(frame, a, b).map((action) => act(action, formatNode(a), formatNode(b))),
  );
  return [...selected, ...ofNodes, ...ofLinks];
}

function pairs({ nodes }: Frame): (readonly [NodeId, NodeId])[] {
  return nodes.flatMap(({ id: a }, i) => nodes.slice(i + 1).map(({ id: b }) => [a, b] as const));
}

function fromTime({ lab, view }: PaletteContext): readonly PaletteItem[] {
  const until = runTargets.map((target): PaletteItem => {
    const event = eventTargets.find((each) => each === target);
    const words = said((t) =>
      t('palette:until', { target: event === undefined ? target : t(`controls:until.${event}`) }),
    );
    return itemOf(`until.${target}`, 'runUntil', words, () => {
      view.setRunTarget(target);
      return runUntil(lab, target);
    });
  });
  const by = stepKinds.map((kind): PaletteItem => {
    const words = said((t) => t('palette:stepBy', { kind: t(`controls:kind.${kind}`) }));
    return itemOf(`step.${kind}`, 'stepBy', words, () => view.setStepKind(kind));
  });
  return [...until, ...by];
}

function fromReference(): readonly PaletteItem[] {
  return messageTypes.map((type) => {
    const words = said((t) => t('common:whatIs', { type }));
    return itemOf(`reference.${type}`, 'reference', words, () => useView.setState({ reference: type }));
  });
}

function fromGallery({ lab }: PaletteContext): readonly PaletteItem[] {
  return gallery.map(({ name }) => {
    const words = said((t) => t(`gallery:entry.${name}.title`));
    const says = said((t) => t(`gallery:entry.${name}.says`));
    const also = [name, says.title, ...says.also];
    return itemOf(`gallery.${name}`, 'gallery', words, () => openGallery(lab, name), { also });
  });
}

function fromRules({ lab }: PaletteContext): readonly PaletteItem[] {
  return ruleCatalogue
    .filter((entry) => hasRun(entry.switch))
    .map(({ switch: name, number }) => {
      const words = said((t) => t('rules:showItOf', { rule: name }));
      const says = said((t) => t(`rules:what.${name}`));
      const also = [name, number, says.title, ...says.also];
      return itemOf(`rules.${name}`, 'rules', words, () => openRule(lab, name), { also });
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
  fromCourse,
  fromGallery,
  fromRules,
];
