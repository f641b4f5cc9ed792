import type { LabPort } from '../../lab/lab-port.ts';
import { reportError } from '../act.ts';
import { askToCompare } from '../compare/compare-ask.ts';
import { openNotebook } from '../notebook/instants.ts';
import { useView } from '../view-state.ts';
import { saveLab } from './save-lab.ts';
import { takeFile } from './take-file.ts';

/** One line of the lab's menu. */
export interface MenuItem {
  /** Its words are `file:menu.ID`. */
  readonly id:
    | 'palette'
    | 'share'
    | 'embed'
    | 'save'
    | 'open'
    | 'foreign'
    | 'labs'
    | 'gallery'
    | 'faults'
    | 'rules'
    | 'tour'
    | 'export'
    | 'notebook'
    | 'author'
    | 'search'
    | 'clientsView'
    | 'compare'
    | 'draw'
    | 'files'
    | 'settings';
  readonly run: (lab: LabPort) => void | Promise<unknown>;
}

/** All that can be done with a lab as a whole. */
export const menuItems: readonly MenuItem[] = [
  { id: 'palette', run: () => useView.setState({ door: 'palette' }) },
  { id: 'share', run: () => useView.getState().setShareOpen(true) },
  { id: 'embed', run: () => useView.setState({ door: 'embed' }) },
  { id: 'save', run: saveLab },
  { id: 'open', run: chooseFile },
  { id: 'foreign', run: () => useView.setState({ door: 'foreign' }) },
  { id: 'labs', run: () => useView.setState({ labsOpen: true }) },
  { id: 'gallery', run: () => useView.setState({ door: 'gallery' }) },
  { id: 'faults', run: () => useView.setState({ door: 'faults' }) },
  { id: 'rules', run: () => useView.setState({ door: 'rules' }) },
  { id: 'tour', run: () => useView.setState({ tour: true }) },
  { id: 'export', run: () => useView.getState().setExportOpen(true) },
  { id: 'notebook', run: openNotebook },
  {
    id: 'author',
    run: () =>
      useView.setState({ authoring: true, panelTab: 'author', phoneTab: 'author', alone: undefined }),
  },
  { id: 'search', run: () => useView.setState({ door: 'search' }) },
  { id: 'clientsView', run: () => useView.setState({ door: 'clientsView' }) },
  { id: 'compare', run: () => askToCompare('here', 'here') },
  { id: 'draw', run: () => useView.setState({ drawOpen: true }) },
  { id: 'files', run: () => useView.setState({ door: 'files' }) },
  { id: 'settings', run: () => useView.setState({ door: 'settings' }) },
];

/** Has the browser ask for a file, and takes it as one that was dropped: scripts and transcripts may have any name. */
function chooseFile(lab: LabPort): void {
  const field = document.createElement('input');
  field.type = 'file';
  field.addEventListener('change', () => {
    const [file] = field.files ?? [];
    if (file !== undefined) takeFile(lab, file).catch(reportError);
  });
  field.click();
}
