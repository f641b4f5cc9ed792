import { wordsFor } from '../error-words.ts';
import { useEffect, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Frame } from '../../lab/frame/frame.ts';
import { gallery } from '../../lessons/gallery/gallery.ts';
import type { GalleryEntry } from '../../lessons/gallery/gallery-entry.ts';
import { useAct } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { addressOf, openGallery } from './open-gallery.ts';
import { sketchOf } from './sketches.ts';
import { Thumbnail } from './Thumbnail.tsx';
import './gallery.css';

/** The famous schedules, each a link with a picture that is drawn from its own run. */
export default function GalleryDialog() {
  const { t } = useTranslation('gallery');
  return (
    <Modal title={t('title')} onClose={close}>
      <p className="muted">{t('about')}</p>
      <ul className="gallery">
        {gallery.map((entry) => (
          <li key={entry.name}>
            <Card entry={entry} />
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function close(): void {
  useView.setState({ door: undefined });
}

function Card({ entry }: { entry: GalleryEntry }) {
  const { t } = useTranslation('gallery');
  const act = useAct();
  const { name } = entry;
  const open = (event: MouseEvent) => {
    // With these the browser opens the link elsewhere.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    close();
    act((lab) => openGallery(lab, name));
  };
  return (
    <a className="gallery-card" href={addressOf(name)} data-gallery={name} onClick={open}>
      <Picture entry={entry} />
      <strong>{t(`entry.${name}.title`)}</strong>
      <span>{t(`entry.${name}.says`)}</span>
    </a>
  );
}

function Picture({ entry }: { entry: GalleryEntry }) {
  const { t } = useTranslation('gallery');
  const lab = useLab();
  const [drawn, setDrawn] = useState<Frame | string>();
  useEffect(() => {
    let isGone = false;
    sketchOf(lab, entry).then(
      (frame) => !isGone && setDrawn(frame),
      (error: unknown) => !isGone && setDrawn(wordsFor(error)),
    );
    return () => {
      isGone = true;
    };
  }, [lab, entry]);
  return (
    <span className="gallery-picture" data-drawn={typeof drawn === 'object' || undefined}>
      {drawn === undefined && <span className="gallery-words">{t('drawing')}</span>}
      {typeof drawn === 'string' && <span className="gallery-words">{t('notDrawn', { reason: drawn })}</span>}
      {typeof drawn === 'object' && <Thumbnail frame={drawn} picture={entry.picture} />}
    </span>
  );
}
