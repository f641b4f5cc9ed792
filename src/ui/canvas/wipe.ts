import { forgetFont } from './text.ts';

/**
 * Makes all of a canvas transparent, before it is painted anew. While the page is printed the canvas gets a new bitmap
 * (another width and back: the same width would be a cleared rectangle): browsers print drawings as drawings, and in
 * those a cleared rectangle is a white one, which covers what is below.
 */
export function wipe(context: CanvasRenderingContext2D): void {
  forgetFont(context);
  const { canvas } = context;
  if (document.documentElement.dataset['print'] === 'yes') {
    const { width } = canvas;
    canvas.width = 0;
    canvas.width = width;
  } else {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
  }
}
