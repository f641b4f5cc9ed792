import i18next, { getFixedT } from 'i18next';
import { noteWords } from '../clients/note-words.ts';
import { traceSentence } from '../inspector/trace-sentence.ts';
import { asNode } from './en/as-node.ts';
import { author } from './en/author.ts';
import { calls } from './en/calls.ts';
import { clients } from './en/clients.ts';
import { clientsView } from './en/clients-view.ts';
import { conditions } from './en/conditions.ts';
import { consoles } from './en/consoles.ts';
import { course } from './en/course.ts';
import { config } from './en/config.ts';
import { draw } from './en/draw.ts';
import { diagram } from './en/diagram.ts';
import { embed } from './en/embed.ts';
import { events } from './en/events.ts';
import { exporting } from './en/exporting.ts';
import { faults } from './en/faults.ts';
import { file } from './en/file.ts';
import { foreign } from './en/foreign.ts';
import { gallery } from './en/gallery.ts';
import { hand } from './en/hand.ts';
import { help } from './en/help.ts';
import { inspector } from './en/inspector.ts';
import { labs } from './en/labs.ts';
import { lecture } from './en/lecture.ts';
import { layouts } from './en/layouts.ts';
import { lesson } from './en/lesson.ts';
import { network } from './en/network.ts';
import { safety } from './en/safety.ts';
import { sideBySide } from './en/side-by-side.ts';
import { settings } from './en/settings.ts';
import { store } from './en/store.ts';
import { branches } from './en/branches.ts';
import { compare } from './en/compare.ts';
import { files } from './en/files.ts';
import { follow } from './en/follow.ts';
import { palette } from './en/palette.ts';
import { origin } from './en/origin.ts';
import { likelihood } from './en/likelihood.ts';
import { search } from './en/search.ts';
import { notebook } from './en/notebook.ts';
import { reference } from './en/reference.ts';
import { refusals } from './en/refusals.ts';
import { rules } from './en/rules.ts';
import { tour } from './en/tour.ts';
import { why } from './en/why.ts';
import { haveLateWords } from './late-words.ts';
import { sideBySide as sideBySideZh } from './zh-CN/side-by-side.ts';
import { author as authorZh } from './zh-CN/author.ts';
import { asNode as asNodeZh } from './zh-CN/as-node.ts';
import { calls as callsZh } from './zh-CN/calls.ts';
import { clients as clientsZh } from './zh-CN/clients.ts';
import { clientsView as clientsViewZh } from './zh-CN/clients-view.ts';
import { conditions as conditionsZh } from './zh-CN/conditions.ts';
import { consoles as consolesZh } from './zh-CN/consoles.ts';
import { course as courseZh } from './zh-CN/course.ts';
import { config as configZh } from './zh-CN/config.ts';
import { draw as drawZh } from './zh-CN/draw.ts';
import { diagram as diagramZh } from './zh-CN/diagram.ts';
import { embed as embedZh } from './zh-CN/embed.ts';
import { events as eventsZh } from './zh-CN/events.ts';
import { exporting as exportingZh } from './zh-CN/exporting.ts';
import { faults as faultsZh } from './zh-CN/faults.ts';
import { file as fileZh } from './zh-CN/file.ts';
import { foreign as foreignZh } from './zh-CN/foreign.ts';
import { gallery as galleryZh } from './zh-CN/gallery.ts';
import { hand as handZh } from './zh-CN/hand.ts';
import { help as helpZh } from './zh-CN/help.ts';
import { inspector as inspectorZh } from './zh-CN/inspector.ts';
import { labs as labsZh } from './zh-CN/labs.ts';
import { lecture as lectureZh } from './zh-CN/lecture.ts';
import { layouts as layoutsZh } from './zh-CN/layouts.ts';
import { lesson as lessonZh } from './zh-CN/lesson.ts';
import { network as networkZh } from './zh-CN/network.ts';
import { safety as safetyZh } from './zh-CN/safety.ts';
import { settings as settingsZh } from './zh-CN/settings.ts';
import { store as storeZh } from './zh-CN/store.ts';
import { branches as branchesZh } from './zh-CN/branches.ts';
import { compare as compareZh } from './zh-CN/compare.ts';
import { files as filesZh } from './zh-CN/files.ts';
import { follow as followZh } from './zh-CN/follow.ts';
import { palette as paletteZh } from './zh-CN/palette.ts';
import { origin as originZh } from './zh-CN/origin.ts';
import { likelihood as likelihoodZh } from './zh-CN/likelihood.ts';
import { search as searchZh } from './zh-CN/search.ts';
import { notebook as notebookZh } from './zh-CN/notebook.ts';
import { reference as referenceZh } from './zh-CN/reference.ts';
import { refusals as refusalsZh } from './zh-CN/refusals.ts';
import { rules as rulesZh } from './zh-CN/rules.ts';
import { tour as tourZh } from './zh-CN/tour.ts';
import { why as whyZh } from './zh-CN/why.ts';

/** The words of panels that are loaded when they are first opened: they come with them. */
export const panelMessages = {
  en: {
    asNode,
    author,
    sideBySide,
    calls,
    clients,
    clientsView,
    conditions,
    console: consoles,
    course,
    config,
    draw,
    diagram,
    embed,
    events,
    exporting,
    faults,
    file,
    files,
    foreign,
    gallery,
    hand,
    help,
    inspector,
    labs,
    lecture,
    layouts,
    lesson,
    network,
    safety,
    compare,
    likelihood,
    search,
    notebook,
    reference,
    refusals,
    rules,
    settings,
    store,
    branches,
    follow,
    origin,
    palette,
    tour,
    why,
  },
  'zh-CN': {
    asNode: asNodeZh,
    author: authorZh,
    sideBySide: sideBySideZh,
    calls: callsZh,
    clients: clientsZh,
    clientsView: clientsViewZh,
    conditions: conditionsZh,
    console: consolesZh,
    course: courseZh,
    config: configZh,
    draw: drawZh,
    diagram: diagramZh,
    embed: embedZh,
    events: eventsZh,
    exporting: exportingZh,
    faults: faultsZh,
    file: fileZh,
    files: filesZh,
    foreign: foreignZh,
    gallery: galleryZh,
    hand: handZh,
    help: helpZh,
    inspector: inspectorZh,
    labs: labsZh,
    lecture: lectureZh,
    layouts: layoutsZh,
    lesson: lessonZh,
    network: networkZh,
    safety: safetyZh,
    branches: branchesZh,
    compare: compareZh,
    likelihood: likelihoodZh,
    search: searchZh,
    notebook: notebookZh,
    reference: referenceZh,
    refusals: refusalsZh,
    rules: rulesZh,
    settings: settingsZh,
    store: storeZh,
    follow: followZh,
    origin: originZh,
    palette: paletteZh,
    tour: tourZh,
    why: whyZh,
  },
};

/** To be called by the module of such a panel, before anything of it is drawn. */
export function addPanelMessages(): void {
  for (const [language, catalogues] of Object.entries(panelMessages)) {
    for (const [name, catalogue] of Object.entries(catalogues)) {
      i18next.addResourceBundle(language, name, catalogue);
    }
  }
  haveLateWords({
    ofNote: noteWords,
    ofDecision: (decision) => traceSentence(getFixedT(null, 'inspector'), decision),
  });
}
