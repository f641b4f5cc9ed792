import type { LabPort } from '../../lab/lab-port.ts';
import { askToCompare } from '../compare/compare-ask.ts';
import { openNotebook } from '../notebook/instants.ts';
import { useView } from '../view-state.ts';
import { openFile } from './open-lab.ts';
import { saveLab } from './save-lab.ts';

/** One line of the lab's menu. */
export interface MenuItem {
  /** Its words are `file:menu.ID`. */
  readonly id: 'share' | 'save' | 'open' | 'labs' | 'export' | 'notebook' | 'compare';
  readonly run: (lab: LabPort) => void | Promise<unknown>;
}

/** All that can be done with a lab as a whole. */
export const menuItems: readonly MenuItem[] = [
  { id: 'share', run: () => useView.getState().setShareOpen(true) },
  { id: 'save', run: saveLab },
  { id: 'open', run: chooseFile },
  { id: 'labs', run: () => useView.setState({ labsOpen: true }) },
  { id: 'export', run: () => useView.getState().setExportOpen(true) },
  { id: 'notebook', run: openNotebook },
  { id: 'compare', run: () => askToCompare('here', 'here') },
];

/** Has the browser ask for a file, and opens it. */
function chooseFile(lab: LabPort): void {
  const field = document.createElement('input');
  field.type = 'file';
  field.accept = '.quorumscope';
  field.addEventListener('change', () => {
    const [file] = field.files ?? [];
    if (file !== undefined) void openFile(lab, file);
  });
  field.click();
}
