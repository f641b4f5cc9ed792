import { isEtcdLog } from './etcd-log.ts';
import { isOfDataFolder } from './data-folders.ts';
import type { ForeignFormat } from './history.ts';
import { isJepsen } from './jepsen.ts';
import { isPorcupinePage } from './porcupine-page.ts';
import { isRobustness } from './robustness.ts';
import { isShiviz } from './shiviz.ts';
import type { ForeignFile } from './source.ts';

/**
 * What a file is, by what stands in it: `data` is part of a member's data folder, `binary` anything else that is no text.
 * Text that is nothing else is `lines`, which a grammar reads.
 */
export type FileKind = ForeignFormat | 'data' | 'binary' | 'nothing';

export function recognise(file: ForeignFile): FileKind {
  if ('bytes' in file) return isOfDataFolder(file.path) ? 'data' : 'binary';
  const { text } = file;
  if (text.trim() === '') return 'nothing';
  if (isRobustness(text)) return 'robustness';
  if (isPorcupinePage(text)) return 'porcupine';
  if (isEtcdLog(text)) return 'etcdLog';
  if (isJepsen(text)) return 'jepsen';
  if (isShiviz(text)) return 'shiviz';
  return 'lines';
}
