import { addPanelMessages } from '../ui/messages/panels.ts';

/** The words of actions come with those of panels. */
addPanelMessages();

export { englishSentence } from '../ui/hand/action-words.ts';
