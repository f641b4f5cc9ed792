import { catalogue, loadLesson } from '../lessons/course/catalogue.ts';
import { checkLesson } from '../lessons/course/check-lesson.ts';
import { happeningText } from '../export/happening-text.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { writeMessageTypes } from './lesson-messages.ts';

/**
 * `npm run lessons -- [--events] [ID…]`: runs the scripts of lessons (all, unless some are named) and says which screens stand at
 * which event; `--events` lists every event of their runs. `--message-types` writes down which types of messages come up in which
 * lessons, for the course's index (src/lessons/course/messages). Exit status: 0 all hold, 1 some do not, 2 there is none of that name.
 */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--message-types')) {
    await writeMessageTypes();
    return 0;
  }
  const lists = args.includes('--events');
  const asked = args.filter((arg) => !arg.startsWith('-'));
  const ids = asked.length > 0 ? asked : catalogue.map(({ id }) => id);
  const count = { passed: 0, failed: 0 };
  for (const id of ids) {
    const lesson = await loadLesson(id);
    if (lesson === undefined) {
      console.error(`there is no lesson ${id}`);
      return 2;
    }
    const { problems, positions } = await checkLesson(lesson, ({ id: run }, event) => {
      if (lists) console.log(`  ${run} ${eventText(event)}`);
    });
    for (const problem of problems) console.log(`${id}: ${problem}`);
    if (asked.length > 0) {
      for (const { id: step, type } of lesson.steps) {
        const { event, atMs } = positions.get(step) ?? {};
        console.log(`${id} ${step} (${type}): event ${event ?? '-'} at ${atMs ?? '-'} ms`);
      }
    }
    count[problems.length === 0 ? 'passed' : 'failed']++;
  }
  console.log(`${count.passed} passed, ${count.failed} failed`);
  return count.failed === 0 ? 0 : 1;
}

function eventText(event: WorldEvent): string {
  const decided = (event.output?.trace ?? []).map(({ type }) => type).join(' ');
  const sent =
    event.sent.length === 0
      ? ''
      : `, sends ${event.sent.map(({ to, payload }) => `${payload.type}>${to}`).join(' ')}`;
  return `${event.number} n${event.node} ${happeningText(event)}${sent}${decided === '' ? '' : ` [${decided}]`}`;
}

process.exitCode = await main(process.argv.slice(2));
