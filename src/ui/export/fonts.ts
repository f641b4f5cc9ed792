import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';

/** The page's own faces (tokens.css). */
const faces = [
  { family: 'Inter Variable', weights: '100 900', url: inter },
  { family: 'JetBrains Mono Variable', weights: '100 800', url: mono },
] as const;

/**
 * The faces that a picture uses, within it, so that it looks the same where they are not installed. What reads no fonts
 * from files takes the next of the list that each text names. One that cannot be loaded is left out.
 */
export async function fontFaces(content: string): Promise<string> {
  const rules = await Promise.all(
    faces
      .filter(({ family }) => content.includes(family))
      .map(async ({ family, weights, url }) => {
        const data = await dataUrl(url);
        if (data === undefined) return '';
        return `@font-face{font-family:'${family}';font-weight:${weights};src:url(${data}) format('woff2')}`;
      }),
  );
  return rules.join('');
}

const had = new Map<string, string>();

/** Has the faces here before the page may open no connection any more (src/ui/files). One that cannot be had is left out. */
export async function keepFontFaces(): Promise<void> {
  await Promise.all(faces.map(({ url }) => dataUrl(url)));
}

/** Undefined: there is no connection, or the site was renewed meanwhile. */
async function dataUrl(url: string): Promise<string | undefined> {
  const known = had.get(url) ?? (await loaded(url));
  if (known !== undefined) had.set(url, known);
  return known;
}

async function loaded(url: string): Promise<string | undefined> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok !== true) return undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return `data:font/woff2;base64,${btoa(text)}`;
}
