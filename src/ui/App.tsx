import './tokens.css';
import './base.css';
import './app.css';
import './panel/page.css';
import './print.css';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientFormHandle } from './calls/ClientForm.tsx';
import { latePart } from './late-part.ts';
import { Late } from './Late.tsx';
import { lessonPanel } from './lesson/lesson-part.ts';
import { closeLecture } from './lecture/open-lecture.ts';
import { withMessages } from './messages/with-messages.ts';
import { AloneLayout } from './panel/AloneLayout.tsx';
import { pageActs } from './page-acts.ts';
import { CompactLayout } from './panel/CompactLayout.tsx';
import { DeskLayout } from './panel/DeskLayout.tsx';
import type { LayoutProps } from './panel/layout-props.ts';
import { chosenLayout } from './panel/layouts.ts';
import { usePageForm } from './panel/page-form.ts';
import { PanelBoundary } from './PanelBoundary.tsx';
import { PrintLayout } from './panel/PrintLayout.tsx';
import { usePreferences } from './preferences.ts';
import { closeCourse } from './course/open-course.ts';
import { useBranchNews } from './branches/use-branch-news.ts';
import { Announcer } from './shell/Announcer.tsx';
import { NoticeBar } from './shell/NoticeBar.tsx';
import { ScriptDrop } from './shell/ScriptDrop.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { WorkBar } from './shell/WorkBar.tsx';
import { useView, type Door } from './view-state.ts';
import { useKeyboard } from './use-keyboard.ts';
import { usePrinting } from './use-printing.ts';

const helpDialog = latePart(withMessages(() => import('./shell/HelpDialog.tsx')));
const labsDialog = latePart(withMessages(() => import('./labs/LabsDialog.tsx')));
const compareDialog = latePart(withMessages(() => import('./compare/CompareDialog.tsx')));
const valuesMenu = latePart(withMessages(() => import('./origin/ValuesMenu.tsx')));
const likelihoodDialog = latePart(withMessages(() => import('./likelihood/LikelihoodDialog.tsx')));
const referenceDialog = latePart(withMessages(() => import('./reference/ReferenceDialog.tsx')));
const drawDialog = latePart(withMessages(() => import('./draw/DrawDialog.tsx')));
const exportDialog = latePart(withMessages(() => import('./export/ExportDialog.tsx')));
const shareDialog = latePart(withMessages(() => import('./file/ShareDialog.tsx')));
const configDialog = latePart(withMessages(() => import('./shell/ConfigDialog.tsx')));
const coursePage = latePart(withMessages(() => import('./course/CoursePage.tsx')));
const lecturePage = latePart(withMessages(() => import('./lecture/Lecture.tsx')));

const troubleChip = latePart(withMessages(() => import('./faults/TroubleChip.tsx')));
const tourPart = latePart(withMessages(() => import('./tour/Tour.tsx')));
const embedLayout = latePart(withMessages(() => import('./embed/EmbedLayout.tsx')));

const doors: Readonly<Record<Door, Parameters<typeof Late>[0]['part']>> = {
  settings: latePart(withMessages(() => import('./settings/SettingsDialog.tsx'))),
  gallery: latePart(withMessages(() => import('./gallery/GalleryDialog.tsx'))),
  palette: latePart(withMessages(() => import('./palette/Palette.tsx'))),
  embed: latePart(withMessages(() => import('./embed/EmbedDialog.tsx'))),
  faults: latePart(withMessages(() => import('./faults/FaultsDialog.tsx'))),
  rules: latePart(withMessages(() => import('./rules/RulesDialog.tsx'))),
  foreign: latePart(withMessages(() => import('./foreign/ForeignPage.tsx'))),
  files: latePart(withMessages(() => import('./files/FilesPage.tsx'))),
  search: latePart(withMessages(() => import('./search/SearchDialog.tsx'))),
  clientsView: latePart(withMessages(() => import('./clients-view/ClientsViewDialog.tsx'))),
};

/** The page. Wiring (src/app) gives it a lab through LabProvider and frames through the store. */
export function App() {
  const { t } = useTranslation('common');
  const layoutName = useView(chosenLayout);
  const pageForm = usePageForm(layoutName === 'phone');
  const alone = useView((state) => state.alone);
  const started = useView((state) => state.frame !== undefined);
  const helpOpen = useView((state) => state.helpOpen);
  const configOpen = useView((state) => state.configOpen);
  const labsOpen = useView((state) => state.labsOpen);
  const comparing = useView((state) => state.compare !== undefined);
  const hasValues = useView((state) => state.values !== undefined);
  const isAsking = useView((state) => state.likelihood !== undefined);
  const referenceOpen = useView((state) => state.reference !== undefined);
  const drawOpen = useView((state) => state.drawOpen);
  const exportOpen = useView((state) => state.exportOpen);
  const shareOpen = useView((state) => state.shareOpen);
  const courseOpen = useView((state) => state.course !== undefined);
  const lectureOpen = useView((state) => state.lecture !== undefined);
  const door = useView((state) => state.door);
  const isTouring = useView((state) => state.tour);
  const isTroubled = useView((state) => state.trouble?.on === true);
  const inLesson = useView((state) => state.lesson !== undefined);
  const form = useRef<ClientFormHandle>(null);
  const openForm = useCallback<LayoutProps['openForm']>((operation, node) => {
    showForm();
    requestAnimationFrame(() => form.current?.open(operation, node));
  }, []);
  const focusForm = useCallback(() => {
    showForm();
    if (form.current) form.current.open();
    else requestAnimationFrame(() => form.current?.open());
  }, []);
  useEffect(() => {
    pageActs.focusForm = focusForm;
    pageActs.openForm = openForm;
  }, [focusForm, openForm]);
  const printing = usePrinting();
  usePreferences();
  useKeyboard(focusForm);
  useBranchNews();
  const layout = { form, openForm };
  const lesson = inLesson ? <Late part={lessonPanel} /> : undefined;
  const isEmbedded = useView((state) => state.embed !== undefined);
  const compact = pageForm === 'beside' || pageForm === 'below';
  return (
    <div className="app" data-form={isEmbedded ? 'embed' : alone === undefined ? pageForm : 'alone'}>
      {alone === undefined && !printing && !isEmbedded && (
        <PanelBoundary>
          <TopBar />
        </PanelBoundary>
      )}
      {!started && <p className="starting">{t('loading')}</p>}
      {printing ? (
        <PrintLayout openForm={openForm} />
      ) : isEmbedded ? (
        <Late part={embedLayout} />
      ) : alone !== undefined ? (
        <AloneLayout view={alone} {...layout} />
      ) : compact ? (
        <CompactLayout lesson={lesson} {...layout} />
      ) : (
        <DeskLayout
          low={pageForm === 'low'}
          layout={layoutName === 'phone' ? 'explore' : layoutName}
          lesson={lesson}
          {...layout}
        />
      )}
      <WorkBar />
      <NoticeBar />
      {!isEmbedded && <ScriptDrop />}
      <Announcer />
      {helpOpen && <Late part={helpDialog} onClose={() => useView.getState().setHelpOpen(false)} />}
      {comparing && <Late part={compareDialog} onClose={() => useView.setState({ compare: undefined })} />}
      {hasValues && <Late part={valuesMenu} />}
      {isAsking && (
        <Late part={likelihoodDialog} onClose={() => useView.setState({ likelihood: undefined })} />
      )}
      {referenceOpen && (
        <Late part={referenceDialog} onClose={() => useView.setState({ reference: undefined })} />
      )}
      {drawOpen && <Late part={drawDialog} onClose={() => useView.setState({ drawOpen: false })} />}
      {exportOpen && <Late part={exportDialog} onClose={() => useView.getState().setExportOpen(false)} />}
      {shareOpen && <Late part={shareDialog} onClose={() => useView.getState().setShareOpen(false)} />}
      {isTroubled && <Late part={troubleChip} />}
      {isTouring && <Late part={tourPart} />}
      {door !== undefined && (
        <Late key={door} part={doors[door]} onClose={() => useView.setState({ door: undefined })} />
      )}
      {labsOpen && <Late part={labsDialog} onClose={() => useView.setState({ labsOpen: false })} />}
      {courseOpen && <Late part={coursePage} onClose={closeCourse} />}
      {lectureOpen && <Late part={lecturePage} onClose={closeLecture} />}
      {configOpen && <Late part={configDialog} onClose={() => useView.getState().setConfigOpen(false)} />}
    </div>
  );
}

/** Where one view is seen at a time the form for a call is behind a tab, and there once the tab has been drawn. */
function showForm(): void {
  useView.setState(({ alone }) => ({
    phoneTab: 'clients',
    alone: alone === 'stage' ? alone : undefined,
  }));
}
