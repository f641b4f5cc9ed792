/** Windows in CSS pixels: laptops, projectors, pages at 200 % zoom, phones both ways, and WCAG's smallest (1.4.10). */
export const windowSizes = [
  [1440, 900],
  [1366, 650],
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
  [960, 540],
  [720, 450],
  [844, 390],
  [768, 1024],
  [640, 360],
  [390, 844],
  [360, 740],
  [320, 256],
  [1280, 1024],
  [1024, 768],
] as const;
