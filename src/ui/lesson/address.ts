/** Links of lessons that somebody has made, by their ids: what is in no catalogue has to bring itself along. */
const own = new Map<string, string>();

/** A lesson that somebody has made is open; `fragment`: its link, where it is short enough for one. */
export function keepOwn(lesson: string, fragment: string | undefined): void {
  own.set(lesson, fragment === undefined ? '' : `#${fragment}`);
}

export function isOwn(lesson: string): boolean {
  return own.has(lesson);
}

/** The address of a screen, beside the page's own. */
export function addressOf(lesson: string, screen: string): string {
  return own.get(lesson) ?? `?lesson=${encodeURIComponent(lesson)}&step=${encodeURIComponent(screen)}`;
}
