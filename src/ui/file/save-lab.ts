import type { LabPort } from '../../lab/lab-port.ts';
import { viewOfLab } from '../lab-view.ts';
import { useView } from '../view-state.ts';
import { download } from './download.ts';

/** What browsers and systems allow in the name of a file, of what somebody called a lab. */
const UNFIT = /[\p{Cc}\\/:*?"<>|]+/gu;

/** Hands the whole lab to the browser as a file, which keeps it where it keeps downloads. */
export async function saveLab(lab: LabPort): Promise<void> {
  const bytes = await lab.save(viewOfLab(useView.getState()));
  const name = fileName(useView.getState().frame?.lab.name ?? '');
  download(`${name}.quorumscope`, bytes as Uint8Array<ArrayBuffer>);
}

function fileName(name: string): string {
  const fit = name.replaceAll(UNFIT, ' ').trim().slice(0, 80);
  return fit === '' ? 'lab' : fit;
}

/** The whole address of a link to the lab as it is now; or how many characters are too many for one. */
export async function linkToLab(
  lab: LabPort,
): Promise<{ readonly url: string } | { readonly tooLong: number }> {
  const link = await lab.link(viewOfLab(useView.getState()));
  if ('tooLong' in link) return link;
  const { origin, protocol, host, pathname } = location;
  const site = origin === 'null' ? `${protocol}//${host}` : origin;
  return { url: `${site}${pathname}#${link.fragment}` };
}
