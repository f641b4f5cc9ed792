import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../act.ts';
import { Copy } from '../file/Copy.tsx';
import { linkToLab } from '../file/save-lab.ts';
import { useLab } from '../lab-context.tsx';
import { nameOfRun } from '../run-name.ts';
import { Modal } from '../shell/Modal.tsx';
import { useView, type Language, type ThemeChoice } from '../view-state.ts';
import { embedAddress, embedSnippet, withoutEmbed } from './embed-address.ts';
import { embedViews, type EmbedView } from './embed-view.ts';
import './embed.css';

const sizes = {
  wide: { width: '100%', height: '30rem' },
  slide: { width: '960px', height: '540px' },
  column: { width: '480px', height: '560px' },
  phone: { width: '360px', height: '480px' },
} as const;
type Size = keyof typeof sizes;

const languages: readonly (Language | undefined)[] = [undefined, 'en', 'zh-CN'];
const themes: readonly ThemeChoice[] = ['system', 'light', 'dark'];

/** This lab at this instant in somebody's page: what is seen of it, how it looks, the text to paste, and the frame itself. */
export default function EmbedDialog() {
  const { t } = useTranslation(['embed', 'controls']);
  const of = useAddress();
  const [views, setViews] = useState<readonly EmbedView[]>(['stage', 'logs']);
  const [size, setSize] = useState<Size>('wide');
  const [theme, setTheme] = useState<ThemeChoice>('system');
  const [language, setLanguage] = useState<Language>();
  const [origin, setOrigin] = useState('');
  const isOrigin = origin === '' || isWholeOrigin(origin);
  const ask = { views, theme, language, origin: isOrigin ? origin : undefined };
  const address = of === undefined ? undefined : embedAddress({ of, ...ask });
  const { width, height } = sizes[size];
  const snippet = address === undefined ? '' : embedSnippet(address, t('frameTitle'), width, height);
  return (
    <Modal title={t('title')} onClose={() => useView.setState({ door: undefined })}>
      <div className="embed-ask">
        <fieldset>
          <legend>{t('views')}</legend>
          {embedViews.map((view) => (
            <label key={view}>
              <input
                type="checkbox"
                checked={views.includes(view)}
                // One is shown at least.
                disabled={views.length === 1 && views[0] === view}
                onChange={() =>
                  setViews((now) => embedViews.filter((each) => now.includes(each) !== (each === view)))
                }
              />{' '}
              {t(`view.${view}`)}
            </label>
          ))}
        </fieldset>
        <div className="embed-choices">
          <Choice
            label={t('size')}
            value={size}
            all={Object.keys(sizes) as Size[]}
            onChange={setSize}
            words={(each) => `${t(`sizes.${each}`)} · ${sizes[each].width} × ${sizes[each].height}`}
          />
          <Choice
            label={t('theme')}
            value={theme}
            all={themes}
            onChange={setTheme}
            words={(each) => t(`themes.${each}`)}
          />
          <Choice
            label={t('language')}
            value={language}
            all={languages}
            onChange={setLanguage}
            words={(each) => t(`languages.${each ?? 'own'}`)}
          />
          <label>
            <span>{t('origin')}</span>
            <input
              type="text"
              inputMode="url"
              placeholder="https://example.org"
              value={origin}
              aria-invalid={!isOrigin}
              onChange={(event) => setOrigin(event.target.value.trim())}
            />
          </label>
        </div>
        {!isOrigin && <p className="form-error">{t('noOrigin')}</p>}
        <label className="share-link">
          <span>{t('snippet')}</span>
          <textarea readOnly rows={5} value={snippet} onFocus={(event) => event.target.select()} />
        </label>
        <div className="share-ways">{address !== undefined && <Copy text={snippet} label={t('copy')} />}</div>
        <p className="share-note">{t('about')}</p>
        {address !== undefined && <Preview address={address} width={width} height={height} />}
      </div>
    </Modal>
  );
}

/** The frame itself, of this very page; another one begins where another is asked for. */
function Preview({ address, width, height }: { address: string; width: string; height: string }) {
  const { t } = useTranslation('embed');
  const box = useRef<HTMLDivElement>(null);
  const title = t('preview');
  useEffect(() => {
    const frame = document.createElement('iframe');
    frame.src = address;
    frame.title = title;
    frame.style.width = width;
    frame.style.height = `min(${height}, 60vh)`;
    box.current?.append(frame);
    return () => frame.remove();
  }, [address, title, width, height]);
  return <div className="embed-preview" ref={box} />;
}

function isWholeOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text.replace(/\/$/, '');
  } catch {
    return false;
  }
}

function Choice<T extends string | undefined>({
  label,
  value,
  all,
  words,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly all: readonly T[];
  readonly words: (value: T) => string;
  readonly onChange: (value: T) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <select value={all.indexOf(value)} onChange={(event) => onChange(all[Number(event.target.value)] as T)}>
        {all.map((each, i) => (
          <option key={each ?? ''} value={i}>
            {words(each)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Of what has an address of its own: a lesson at its screen, a run of the gallery. */
function ownAddress(): string | undefined {
  const { frame, lesson } = useView.getState();
  if (lesson !== undefined) return `${bareAddress()}?lesson=${lesson.id}&step=${lesson.screen}`;
  const search = frame && nameOfRun(frame.run);
  return search && bareAddress() + search;
}

function bareAddress(): string {
  return withoutEmbed(location.href).replace(/[?#].*$/, '');
}

/** That; else the link to this instant, or the run's configuration where no link can hold it. */
function useAddress(): string | undefined {
  const lab = useLab();
  const [own] = useState(ownAddress);
  const [link, setLink] = useState<string>();
  useEffect(() => {
    if (own !== undefined) return undefined;
    let isGone = false;
    const configuration = withoutEmbed(location.href).replace(/#.*$/, '');
    linkToLab(lab)
      .then((made) => !isGone && setLink('url' in made ? made.url : configuration))
      .catch(reportError);
    return () => {
      isGone = true;
    };
  }, [lab, own]);
  return own ?? link;
}
