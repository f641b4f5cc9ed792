import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { BranchId } from '../../history/position.ts';
import { branchesInOrder, type TreeBranch } from '../../view/time/branch-tree.ts';
import { useAct } from '../act.ts';
import { Tip } from '../canvas/tip.ts';
import { askToCompare } from '../compare/compare-ask.ts';
import { BranchBoard } from './branch-board.ts';
import { deleteBranch, goToTime } from './branch-deeds.ts';
import { BranchLabel } from './BranchLabel.tsx';
import { BranchMenu, type BranchDeed } from './BranchMenu.tsx';
import { useBranches } from './use-branches.ts';
import './branches.css';

interface OpenMenu {
  readonly id: BranchId;
  readonly x: number;
  readonly y: number;
}

/** The futures of the lab under the diagram, on its time axis: where each begins and ends, what it is called, which one is shown. */
export default function BranchTree() {
  const { t } = useTranslation('branches');
  const act = useAct();
  const branches = useBranches();
  const ordered = useMemo(() => branchesInOrder(branches), [branches]);
  const [menu, setMenu] = useState<OpenMenu>();
  const [renamed, setRenamed] = useState<BranchId>();
  const { box, canvas, tip, labels, board } = useBoard();
  const keys = useId();
  const place = ordered.findIndex(({ branch }) => branch.current);
  useRowInView(box, place, ordered.length);
  const [focused, setFocused] = useState<BranchId>();
  const inTabOrder = branches.some(({ id }) => id === focused)
    ? focused
    : branches.find(({ current }) => current)?.id;

  const closeMenu = useCallback(() => setMenu(undefined), []);
  const focus = (id: BranchId | undefined) => {
    if (id !== undefined) labels.current.get(id)?.querySelector('button')?.focus();
  };
  const perform = (branch: TreeBranch, deed: BranchDeed) => {
    closeMenu();
    switch (deed) {
      case 'switch':
        act((lab) => lab.switchTo(branch.id));
        break;
      case 'rename':
        setRenamed(branch.id);
        break;
      case 'compare':
      case 'compareOther':
        compareBranch(branch, branches);
        break;
      case 'delete':
        act((lab) => deleteBranch(lab, branch));
    }
  };
  const name = (id: BranchId, given: string | undefined) => {
    setRenamed(undefined);
    if (given !== undefined) act((lab) => lab.renameBranch(id, given));
    // The name stands there again once this has been drawn.
    requestAnimationFrame(() => focus(id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey) return;
    const now = ordered.findIndex(({ branch }) => branch.id === inTabOrder);
    const branch = ordered[now]?.branch;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      focus(ordered[now + (event.key === 'ArrowDown' ? 1 : -1)]?.branch.id);
    else if (event.key === 'F2' && branch) perform(branch, 'rename');
    else if (event.key === 'Delete' && branch && branches.length > 1) perform(branch, 'delete');
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const found = board.current?.under(...placeOf(event));
    if (found?.at === undefined) return;
    const { row, at } = found;
    act((lab) => goToTime(lab, row, at));
  };
  const onContextMenu = (event: MouseEvent) => {
    const found = board.current?.under(...placeOf(event));
    if (found === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    setMenu({ id: found.row.id, x: event.clientX, y: event.clientY });
  };
  const menuOf = branches.find(({ id }) => id === menu?.id);
  return (
    <section className="branches" aria-label={t('title')} aria-describedby={keys}>
      <div
        ref={box}
        className="branches-box"
        style={{ height: `calc(${ordered.length} * var(--branch-row))` }}
        onClick={onClick}
        onContextMenu={onContextMenu}
        onPointerMove={(event) => {
          if (event.pointerType === 'mouse') board.current?.pointAt(...placeOf(event));
        }}
        onPointerLeave={() => board.current?.leave()}
      >
        <canvas ref={canvas} aria-hidden="true" />
        <ul onKeyDown={onKeyDown} onClick={keepClick}>
          {ordered.map((each, i) => {
            const { branch } = each;
            return (
              <li
                key={branch.id}
                className="branch-label"
                data-current={branch.current || undefined}
                style={{ top: `calc(${i} * var(--branch-row))` }}
                ref={(element) => {
                  if (element) labels.current.set(branch.id, element);
                  return () => void labels.current.delete(branch.id);
                }}
                onFocus={() => setFocused(branch.id)}
              >
                <BranchLabel
                  ordered={each}
                  isRenamed={renamed === branch.id}
                  isInTabOrder={inTabOrder === branch.id}
                  onSwitch={() => act((lab) => lab.switchTo(branch.id))}
                  onMenu={(x, y) => setMenu({ id: branch.id, x, y })}
                  onName={(given) => name(branch.id, given)}
                />
              </li>
            );
          })}
        </ul>
        <div ref={tip} className="data-tip" popover="manual" aria-hidden="true" />
      </div>
      <p id={keys} className="data-unseen">
        {t('keys')}
      </p>
      {menu && menuOf && (
        <BranchMenu
          branch={menuOf}
          isOnly={branches.length === 1}
          x={menu.x}
          y={menu.y}
          onDo={(deed) => perform(menuOf, deed)}
          onClose={closeMenu}
        />
      )}
    </section>
  );
}

/** With the current one; the current one with any other. */
function compareBranch({ id }: TreeBranch, branches: readonly TreeBranch[]): void {
  const other =
    branches.find((each) => each.id !== id && each.current) ?? branches.find((each) => each.id !== id);
  if (other) askToCompare(`end:${id}`, `end:${other.id}`);
}

/** Of many lanes the current one is in view, also when the list gets another height. */
function useRowInView(box: RefObject<HTMLElement | null>, place: number, rows: number): void {
  useEffect(() => {
    const list = box.current?.parentElement;
    if (!list) return undefined;
    const sizes = new ResizeObserver(() => showRow(box.current, place, rows));
    sizes.observe(list);
    return () => sizes.disconnect();
  }, [box, place, rows]);
}

/** Only its own list is scrolled: the page stays. */
function showRow(box: HTMLElement | null, place: number, rows: number): void {
  const list = box?.parentElement;
  if (!box || !list) return;
  const row = box.clientHeight / rows;
  const [top, bottom] = [place * row, (place + 1) * row];
  if (top < list.scrollTop) list.scrollTop = top;
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}

/** What is clicked beside the lanes is no instant of theirs. */
function keepClick(event: MouseEvent): void {
  event.stopPropagation();
}

/** In the box, in CSS pixels. */
function placeOf({ currentTarget, clientX, clientY }: MouseEvent): [x: number, y: number] {
  const { left, top } = currentTarget.getBoundingClientRect();
  return [clientX - left, clientY - top];
}

/** The canvas behind the labels. */
function useBoard() {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const labels = useRef(new Map<BranchId, HTMLLIElement>());
  const board = useRef<BranchBoard>(undefined);
  useEffect(() => {
    if (!box.current || !canvas.current || !tip.current) return undefined;
    const made = new BranchBoard({
      box: box.current,
      canvas: canvas.current,
      tip: new Tip(tip.current, box.current),
      label: (id) => labels.current.get(id),
    });
    board.current = made;
    return () => made.dispose();
  }, []);
  // Other names are other elements: all of them are measured again.
  useEffect(() => board.current?.labelsChanged(labels.current.values()));
  return { box, canvas, tip, labels, board };
}
