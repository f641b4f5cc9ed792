/** Revisions as somebody has typed them, with commas or spaces between; undefined: that is no list of revisions. */
export function revisionsIn(text: string): readonly number[] | undefined {
  const words = text.split(/[\s,，]+/).filter((word) => word !== '');
  const numbers = words.map(Number);
  return words.every((word, i) => /^\d+$/.test(word) && Number.isSafeInteger(numbers[i]))
    ? numbers
    : undefined;
}
