import type { OpenableLab, SavedLab } from '../saved/saved-lab.ts';
import type { SavedView } from '../saved/saved-view.ts';
import { parseConfig } from '../sim/world/parse-config.ts';
import { checkSnapshot } from './check-snapshot.ts';
import type { LabPort, OpenedLab } from './lab-port.ts';
import type { OnRun } from './on-run.ts';
import { captureLab, eventTimesOf } from './play/capture.ts';
import { checkedStretch, checkForm } from './play/limits.ts';
import type { Difference, ReopenParts } from './play/reopen.ts';
import type { Run } from './play/run.ts';
import type { Turns } from './play/turns.ts';

/** A lab that was opened: the number of its run (`Frame.run`), and where it is another one than was saved. */
export interface OpenedRun {
  readonly run: number;
  readonly differs: Difference | undefined;
}

export interface SavedCallsParts extends OnRun {
  /** What a run is made with. */
  readonly parts: () => Omit<ReopenParts, 'work' | 'anyway'>;
  /** In its turn, in slices, whatever run is open. */
  readonly takeLong: Turns['takeLong'];
  /** Another run is about to take the place of the one that is open. */
  readonly keepLast: () => Promise<void>;
  /** It takes its place; gives its number (`Frame.run`). */
  readonly take: (run: Run) => number;
}

interface OpenOptions {
  readonly anyway?: boolean;
}

interface SavedCalls extends Pick<
  LabPort,
  'save' | 'dataDir' | 'link' | 'open' | 'openLink' | 'exportWindow' | 'shrink' | 'rulesKept'
> {
  /** The lab as plain data, with what the page shows of it. */
  readonly capture: (view?: SavedView) => Promise<SavedLab>;
  /**
   * A saved lab in the place of the run that is open, paused where its playhead was. Long work: what was open stays until all of
   * the other stands, and when that cannot be (`reopenLab` says why).
   */
  readonly reopen: (saved: OpenableLab, options?: OpenOptions) => Promise<OpenedRun>;
}

/** The port's calls that turn a lab into data, files, links and other tools' texts, and the way back. */
export function savedCalls({
  inTurn,
  longWork,
  parts,
  takeLong,
  keepLast,
  take,
}: SavedCallsParts): SavedCalls {
  const capture = (view: SavedView = {}): Promise<SavedLab> => inTurn((run) => captureLab(run, view));

  const reopen = async (saved: OpenableLab, options: OpenOptions = {}): Promise<OpenedRun> => {
    checkSnapshot(parseConfig(saved.config), parts().factory);
    return takeLong('open', async (work) => {
      await keepLast();
      const { reopenLab } = await import('./play/reopen.ts');
      const { run, differs } = await reopenLab(saved, { ...parts(), ...options, work });
      return { run: take(run), differs };
    });
  };

  const openSaved = async (saved: OpenableLab, options?: OpenOptions): Promise<OpenedLab> => ({
    ...(await reopen(saved, options)),
    view: saved.view,
  });

  // The bytes of labs are looked at when somebody saves or opens one; so are the other tools' forms.
  return {
    capture,
    reopen,

    save: async (view) => {
      const { encodeLab } = await import('../saved/format.ts');
      return encodeLab(await capture(view));
    },

    dataDir: async (node, version) => {
      const [{ dataDirOf }, { memberOfLab }] = await Promise.all([
        import('../datadir/exchange/data-dir.ts'),
        import('../datadir/exchange/lab-member.ts'),
      ]);
      return inTurn((run) => dataDirOf(memberOfLab(run.cluster, node), { version }));
    },

    link: async (view = {}) => {
      const { fragmentOf, LINK_CHARS_MAX } = await import('../saved/link.ts');
      const fragment = await inTurn((run) => fragmentOf(captureLab(run, view), eventTimesOf(run)));
      return fragment.length <= LINK_CHARS_MAX ? { fragment } : { tooLong: fragment.length };
    },

    open: async (file, options) => {
      const { decodeLab } = await import('../saved/format.ts');
      return openSaved(decodeLab(file), options);
    },

    openLink: async (fragment, options) => {
      const { labOfFragment } = await import('../saved/link.ts');
      return openSaved(labOfFragment(fragment), options);
    },

    shrink: (property) =>
      longWork('shrink', async (run, work) => {
        const { shrinkRun } = await import('./play/shrink-run.ts');
        return shrinkRun(run, property, (progress) => work.rest(progress));
      }),

    rulesKept: () =>
      longWork('rulesKept', async (run, work) => {
        const { rulesKeptRun } = await import('./play/rules-kept-run.ts');
        return rulesKeptRun(run, (progress) => work.rest(progress));
      }),

    exportWindow: async (form, window) => {
      checkForm(form);
      const { exportStretch } = await import('../export/export-stretch.ts');
      return longWork('exportWindow', ({ history, factory, live }, work) => {
        const stretch = checkedStretch(live.world.now, window);
        return exportStretch(history, factory, form, stretch, (progress) => work.rest(progress));
      });
    },
  };
}
