import { writeFileSync } from 'node:fs';
import { catalogue, loadLesson } from '../lessons/course/catalogue.ts';
import { checkLesson } from '../lessons/course/check-lesson.ts';
import { MessageTypesSeen, typesLookedAt } from '../lessons/course/messages/message-types-seen.ts';

const FILE = new URL('../lessons/course/messages/seen-in.ts', import.meta.url);

const HEAD = `/** Written by \`npm run -s lessons -- --message-types\` from the runs of all lessons; not by hand. */

/** Names of types, with a space between them. */
export interface TypesInLesson {
  /** That come up in its runs. */
  readonly runs: string;
  /** That it points at. */
  readonly shows: string;
}

/** By the ids of lessons. */
export const seenIn: Readonly<Record<string, TypesInLesson>> = {
`;

/** Runs every lesson and writes down which types of messages come up in it. Throws where a lesson does not hold: its run would be another. */
export async function writeMessageTypes(): Promise<void> {
  let text = HEAD;
  for (const { id } of catalogue) {
    const lesson = await loadLesson(id);
    // That a lesson is missing is told by the test of the catalogue.
    if (lesson === undefined) continue;
    const seen = new MessageTypesSeen();
    const { problems } = await checkLesson(lesson, (_, event, world) => seen.take(event, world));
    if (problems.length > 0) throw new Error(`${id}: ${problems.join('; ')}`);
    const [runs, shows] = [seen.types, typesLookedAt(lesson)].map((types) => types.join(' '));
    text += `  ${id}: { runs: '${runs}', shows: '${shows}' },\n`;
  }
  writeFileSync(FILE, `${text}};\n`);
}
