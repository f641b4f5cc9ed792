import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineGrammar } from '../../foreign/grammar/grammar.ts';
import { parseGrammar } from '../../foreign/grammar/parse-grammar.ts';
import { grammarPresets } from '../../foreign/grammar/presets.ts';
import { previewGrammar, type PreviewLine } from '../../foreign/grammar/preview.ts';
import { reportError } from '../act.ts';
import { download } from '../file/download.ts';
import { forgetGrammar, keepGrammar, useGrammars } from './grammar-store.ts';
import { openHistory, useForeign } from './foreign-store.ts';
import { Problem } from './Problem.tsx';

const PREVIEW_LINES = 12;
/** So much of a log is shown as its first lines. */
const SAMPLE_BYTES = 4096;

const FIRST = grammarPresets.find(({ name }) => name === 'leveled') ?? grammarPresets[0];

/** A grammar, lines that somebody has pasted, and what it makes of them. */
export function GrammarEditor() {
  const { t } = useTranslation('foreign');
  const files = useForeign((state) => state.grammarFor);
  const [text, setText] = useState(FIRST?.text ?? '');
  const [sample, setSample] = useState(FIRST?.sample ?? '');
  const parsed = useMemo(() => parsedOf(text), [text]);
  useEffect(() => {
    const [first] = files ?? [];
    if (first === undefined) return;
    first.file
      .slice(0, SAMPLE_BYTES)
      .text()
      .then((head) => setSample(head.slice(0, head.lastIndexOf('\n') + 1) || head), reportError);
  }, [files]);
  return (
    <section className="grammar" aria-label={t('grammar.title')}>
      <h3>{t('grammar.title')}</h3>
      <p className="muted">{t('grammar.lead')}</p>
      <Begin
        onBegin={(preset) => {
          setText(preset.text);
          if (files === undefined && preset.sample !== undefined) setSample(preset.sample);
        }}
      />
      <label className="grammar-field">
        {t('grammar.text')}
        <textarea
          value={text}
          rows={9}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {!('grammar' in parsed) && <Problem error={parsed.error} />}
      <label className="grammar-field">
        {t('grammar.sample')}
        <textarea
          value={sample}
          rows={6}
          spellCheck={false}
          onChange={(event) => setSample(event.target.value)}
        />
      </label>
      {'grammar' in parsed && <Preview grammar={parsed.grammar} sample={sample} />}
      {files !== undefined && 'grammar' in parsed && (
        <button type="button" className="button button-primary" onClick={() => void openHistory(files, text)}>
          {t('grammar.read')}
        </button>
      )}
      <Keeping text={text} isWhole={'grammar' in parsed} onLoad={setText} />
      <p className="muted small">{t('grammar.help')}</p>
    </section>
  );
}

function parsedOf(text: string): { readonly grammar: LineGrammar } | { readonly error: unknown } {
  try {
    return { grammar: parseGrammar(text) };
  } catch (error) {
    return { error };
  }
}

function Begin({ onBegin }: { onBegin: (preset: { text: string; sample?: string }) => void }) {
  const { t } = useTranslation('foreign');
  const { grammars } = useGrammars();
  return (
    <p className="grammar-begin">
      <span className="muted">{t('grammar.begin')}</span>
      {grammars.map((kept) => (
        <button
          key={kept.name}
          type="button"
          className="button button-tiny"
          onClick={() => onBegin({ text: kept.text })}
        >
          {kept.name}
        </button>
      ))}
      {grammarPresets.map((preset) => (
        <button
          key={preset.name}
          type="button"
          className="button button-tiny"
          onClick={() => onBegin(preset)}
        >
          {t(`preset.${preset.name}`)}
        </button>
      ))}
    </p>
  );
}

function Preview({ grammar, sample }: { grammar: LineGrammar; sample: string }) {
  const { t } = useTranslation('foreign');
  const lines = useMemo(() => previewGrammar(grammar, sample, PREVIEW_LINES), [grammar, sample]);
  return (
    <div className="grammar-preview" role="region" aria-label={t('grammar.preview')} tabIndex={0}>
      <h4>{t('grammar.preview')}</h4>
      <ol>
        {lines.map((line) => (
          <li key={line.number} data-fits={line.fits}>
            {line.fits ? <Fitting line={line} /> : <Stopping line={line} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Fitting({ line }: { line: Extract<PreviewLine, { fits: true }> }) {
  return (
    <>
      <span aria-hidden="true">✓ </span>
      {line.rule !== undefined && <strong className="grammar-rule">{line.rule}</strong>}
      {line.fields.map(([name, value]) => (
        <span key={name} className="grammar-value">
          <span className="muted">{name}</span> {value}
        </span>
      ))}
    </>
  );
}

function Stopping({ line }: { line: Extract<PreviewLine, { fits: false }> }) {
  const { t } = useTranslation('foreign');
  const expected = line.expected === ' ' ? t('grammar.space') : line.expected;
  return (
    <>
      <span aria-hidden="true">✗ </span>
      <code>
        <mark>{line.text.slice(0, line.at)}</mark>
        {line.text.slice(line.at, line.at + 80)}
      </code>{' '}
      <span className="grammar-stop">
        {expected === '' ? t('grammar.stopsEnd') : t('grammar.stops', { expected })}
      </span>
    </>
  );
}

function Keeping({
  text,
  isWhole,
  onLoad,
}: {
  text: string;
  isWhole: boolean;
  onLoad: (text: string) => void;
}) {
  const { t } = useTranslation('foreign');
  const [name, setName] = useState('');
  const [kept, setKept] = useState<string>();
  const { grammars, isReadable } = useGrammars();
  const isKnown = grammars.some((each) => each.name === name.trim());
  return (
    <p className="grammar-keep">
      <label>
        {t('grammar.name')}{' '}
        <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </label>
      <button
        type="button"
        className="button button-tiny"
        disabled={!isWhole || name.trim() === ''}
        onClick={() => {
          try {
            keepGrammar(name, text);
            setKept(name.trim());
          } catch (error) {
            reportError(error);
          }
        }}
      >
        {t('grammar.keep')}
      </button>
      {isKnown && (
        <button type="button" className="button button-tiny" onClick={() => forgetGrammar(name.trim())}>
          {t('grammar.forget', { name: name.trim() })}
        </button>
      )}
      <button
        type="button"
        className="button button-tiny"
        disabled={!isWhole}
        onClick={() => download(`${name.trim() || 'log'}.grammar.txt`, text)}
      >
        {t('grammar.save')}
      </button>
      <label className="button button-tiny">
        {t('grammar.load')}
        <input
          type="file"
          className="data-unseen"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            file?.text().then(onLoad, reportError);
          }}
        />
      </label>
      <span role="status" className="muted small">
        {kept !== undefined && t('grammar.kept', { name: kept })}
        {!isReadable && t('grammar.unreadable')}
      </span>
    </p>
  );
}
