import { t } from 'i18next';
import type { LabPort, ScriptReport, TranscriptReport } from '../lab/lab-port.ts';
import { looksLikeTranscript } from '../transcript/looks-like.ts';
import { reportError } from './act.ts';
import { useView } from './view-state.ts';

/** Scripts are texts that people write: what is larger is none. */
const SCRIPT_BYTES_MAX = 1_000_000;

/**
 * Plays a file of lab scripts, and says how it ended: all lines held, or which did not and why. A transcript of raft's
 * interaction tests becomes the run instead.
 */
export async function playScriptFile(lab: LabPort, file: File): Promise<void> {
  try {
    const text = file.size > SCRIPT_BYTES_MAX ? undefined : await file.text();
    if (text === undefined || text.includes('\0')) {
      throw new Error(t('common:script.noScript', { file: file.name }));
    }
    if (looksLikeTranscript(text)) sayOf(file.name, await lab.importTranscript(text));
    else say(file.name, await lab.script(text));
  } catch (error) {
    reportError(error);
  }
}

function sayOf(file: string, { commands, indexesBefore }: TranscriptReport): void {
  const { notify } = useView.getState();
  notify('info', () => t('common:script.transcript', { file, commands, indexes: indexesBefore }));
}

function say(file: string, { passed, failed, failures }: ScriptReport): void {
  const { notify } = useView.getState();
  const [first] = failures;
  if (first === undefined) return notify('info', () => t('common:script.held', { file, count: passed }));
  const where = t('common:script.failed', { file, ...first });
  notify('error', failed === 1 ? where : `${where} ${t('common:script.more', { count: failed - 1 })}`);
}
