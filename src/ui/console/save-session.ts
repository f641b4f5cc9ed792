import type { ScreenLine } from '../../console/screen.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { download } from '../file/download.ts';

const PAGE = 2000;

/** What was typed at a console, as a file that can be pasted into one again: each line with its time, in a comment above it. */
export async function saveSession(lab: LabPort, name: string): Promise<void> {
  const lines: ScreenLine[] = [];
  for (let total = 1; lines.length < total;) {
    const page = await lab.consolePage({ console: name, from: lines.length + 1, limit: PAGE });
    if (page.lines.length === 0) break;
    total = page.total;
    lines.push(...page.lines);
  }
  download(`${name}.txt`, sessionText(lines), 'text/plain');
}

/** What a console has done, as a script for `npm run lab`. */
export async function saveScript(lab: LabPort, name: string): Promise<void> {
  download(`${name}.lab`, await lab.consoleScript(name), 'text/plain');
}

/** Lines as they were typed, with a prompt in front, so that pasting them runs them. */
export function sessionText(lines: readonly ScreenLine[]): string {
  return lines
    .filter(({ type }) => type === 'typed')
    .map(({ at, text, goesOn }) =>
      goesOn === true ? `> ${text}\n` : `# ${(at / 1_000_000).toFixed(3)} s\n$ ${text}\n`,
    )
    .join('');
}
