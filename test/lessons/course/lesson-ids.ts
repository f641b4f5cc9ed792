/** How many lessons each chapter of the catalogue has (its section 3). */
const chapters: Readonly<Record<string, number>> = { E: 7, R: 9, P: 12, S: 5, M: 10, T: 3, Q: 4, C: 4, K: 9 };

/** Whether the catalogue has a lesson of this name, be it written already or not. */
export function isLessonId(id: string): boolean {
  const number = Number(id.slice(1));
  return Number.isInteger(number) && number >= 1 && number <= (chapters[id[0] ?? ''] ?? 0);
}
