/** A few lines of text beside the pointer. For the eye only: what they say is in the panel's table or list, too. */
export class Tip {
  private shown = '';

  constructor(
    private readonly element: HTMLElement,
    private readonly box: HTMLElement,
  ) {}

  /** At (x, y) of the box; the first line is the title. */
  show(x: number, y: number, lines: readonly string[]): void {
    const text = lines.join('\n');
    if (text !== this.shown) {
      this.shown = text;
      this.element.replaceChildren(
        ...lines.map((line) => {
          const row = document.createElement('div');
          row.textContent = line;
          return row;
        }),
      );
    }
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const left = x + 14 + offsetWidth > this.box.clientWidth ? x - offsetWidth - 10 : x + 14;
    const top = y + 16 + offsetHeight > this.box.clientHeight ? y - offsetHeight - 8 : y + 16;
    this.element.style.transform = `translate(${Math.max(0, left)}px, ${top}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
