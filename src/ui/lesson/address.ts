/** The address of a screen, beside the page's own. */
export function addressOf(lesson: string, screen: string): string {
  return `?lesson=${encodeURIComponent(lesson)}&step=${encodeURIComponent(screen)}`;
}
