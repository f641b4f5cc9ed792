import { formatNode } from '../view/say/format.ts';
import type { FaultMark } from '../view/time/space-time.ts';
import { t } from './messages/say.ts';

/** `split 1 4 5 | 2 3`, `n5 killed`: what was done, to whom and about what. */
export function commandWords({ command, label }: Pick<FaultMark, 'command' | 'label'>): string {
  const node = label.node === undefined ? undefined : formatNode(label.node);
  const { begins } = label;
  const turn = begins === undefined ? undefined : t(begins ? 'commands:begins' : 'commands:ends');
  const words = [node, t(`commands:type.${command}`), label.object, turn];
  return words.filter((word) => word !== undefined).join(' ');
}
