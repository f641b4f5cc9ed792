import { wordsFor } from '../error-words.ts';
import { t } from 'i18next';
import type { LabPort, OpenedLab } from '../../lab/lab-port.ts';
import { brief } from '../../base/brief.ts';
import { savedErrorCodes, type SavedErrorCode } from '../../saved/saved-error.ts';
import { reportError } from '../act.ts';
import { showLabView } from '../lab-view.ts';
import { useView } from '../view-state.ts';

/** No saved lab is larger, and no browser need read more to know it. */
const FILE_BYTES_MAX = 256 * 1024 * 1024;
/** The first byte of a saved lab: no text begins with it. */
const FIRST_BYTE = 0x89;

type Options = { readonly anyway?: boolean };

/** Opens what a link says; its view is shown with it. Undefined: it is no lab, which has been said, and what was open is. */
export function openLink(lab: LabPort, fragment: string): Promise<OpenedLab | undefined> {
  return open((options) => lab.openLink(fragment, options));
}

/** The same with a file. */
export async function openFile(lab: LabPort, file: File): Promise<OpenedLab | undefined> {
  return open(async (options) => {
    if (file.size > FILE_BYTES_MAX) throw new Error(t('file:tooLarge', { file: brief(file.name) }));
    return lab.open(new Uint8Array(await file.arrayBuffer()), options);
  });
}

/** Whether a file is a saved lab and no script: by its name, so that a damaged one is called so, or by its first byte. */
export async function isLabFile(file: File): Promise<boolean> {
  if (file.name.endsWith('.quorumscope')) return true;
  const [first] = new Uint8Array(await file.slice(0, 1).arrayBuffer());
  return first === FIRST_BYTE;
}

async function open(
  ask: (options: Options) => Promise<OpenedLab>,
  options: Options = {},
): Promise<OpenedLab | undefined> {
  try {
    const opened = await ask(options);
    showLabView(opened.view);
    const { notify, closeNotice } = useView.getState();
    if (opened.differs === undefined) closeNotice();
    else notify('info', t('file:openedOther', { event: opened.differs.after }));
    return opened;
  } catch (error) {
    say(error, () => void open(ask, { anyway: true }));
    return undefined;
  }
}

/** Why it was not opened, in the viewer's language; one that is computed differently may be opened all the same. */
function say(error: unknown, openAnyway: () => void): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const { notify } = useView.getState();
  const text = wordsFor(error);
  if (code === 'differs') {
    notify('error', () => t('file:differs', { text }), undefined, {
      label: () => t('file:openAnyway'),
      run: openAnyway,
    });
  } else if (isSavedErrorCode(code)) {
    notify('error', () => t(`file:errors.${code}`, { text }));
  } else {
    reportError(error);
  }
}

function isSavedErrorCode(code: unknown): code is SavedErrorCode {
  return savedErrorCodes.some((each) => each === code);
}
