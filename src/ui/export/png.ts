import { t } from 'i18next';
/** A picture has so many dots a pixel: enough for a projector, and for print at half its size. */
const DOTS = 2;

/** The picture as a browser draws it, in dots. Rejects with what went wrong. */
export async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * DOTS);
    canvas.height = Math.round(height * DOTS);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error(t('exporting:noCanvas'));
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob === null) reject(new Error(t('exporting:noPng')));
        else resolve(blob);
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
