/**
 * A few lines of text beside the pointer, above everything else on the page (its element is a manual
 * popover: no pane cuts it off). For the
 * eye only: what they say is in the panel's table or list, too.
 */
export class Tip {
  private shown = '';

  constructor(
    private readonly element: HTMLElement,
    private readonly box: HTMLElement,
  ) {}

  /** At (x, y) of the box; the first line is the title. */
  show(x: number, y: number, lines: readonly string[]): void {
    const { element } = this;
    const text = lines.join('\n');
    if (text !== this.shown) {
      this.shown = text;
      element.replaceChildren(
        ...lines.map((line) => {
          const row = document.createElement('div');
          row.textContent = line;
          return row;
        }),
      );
    }
    if (!element.matches(':popover-open')) element.showPopover();
    const box = this.box.getBoundingClientRect();
    const [pageX, pageY] = [box.left + x, box.top + y];
    const { offsetWidth, offsetHeight } = element;
    const left = pageX + 14 + offsetWidth > innerWidth ? pageX - offsetWidth - 10 : pageX + 14;
    const top = pageY + 16 + offsetHeight > innerHeight ? pageY - offsetHeight - 8 : pageY + 16;
    element.style.translate = `${Math.max(4, left)}px ${Math.max(4, top)}px`;
  }

  hide(): void {
    if (this.element.matches(':popover-open')) this.element.hidePopover();
  }
}
