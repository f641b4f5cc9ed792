import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { beginStory } from '../../lab/play/opening.ts';
import { defaultLabConfig, type LabConfig } from '../../sim/world/config.ts';
import { MACHINES_MAX } from '../../sim/world/parse-config.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { errorWords, factsOf, type ErrorFacts } from '../error-words.ts';
import { useLab } from '../lab-context.tsx';
import { playScriptFile } from '../play-script-file.ts';
import { useView } from '../view-state.ts';
import { BrokenRules } from './BrokenRules.tsx';
import {
  conflictOf,
  isInRange,
  numberGroups,
  shownFactor,
  shownRange,
  switchGroups,
  type FieldSpec,
  type GroupId,
} from './config-fields.ts';
import './config.css';
import { Memory } from './Memory.tsx';
import { Modal } from './Modal.tsx';
import { Stability } from './Stability.tsx';

/** Asks for a file, as the drop of one on the page does without asking. */
function chooseScript(lab: LabPort): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.txt,text/plain';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file === undefined) return;
    close();
    void playScriptFile(lab, file);
  });
  input.click();
}

function close(): void {
  useView.getState().setConfigOpen(false);
}

interface Preset {
  readonly id: 'usual' | 'three' | 'etcd' | 'nine' | 'plainRaft' | 'flaky' | 'slowDisk';
  readonly config: Partial<LabConfig>;
}
const presets: readonly Preset[] = [
  { id: 'usual', config: {} },
  { id: 'three', config: { nodes: 3 } },
  { id: 'etcd', config: { nodes: 3, bootstrap: 'etcd' } },
  { id: 'nine', config: { nodes: 9 } },
  { id: 'plainRaft', config: { preVote: false, checkQuorum: false } },
  { id: 'flaky', config: { loss: 0.1, duplicate: 0.05, reorder: 0.1, jitterMs: 30 } },
  { id: 'slowDisk', config: { fsyncMs: 40 } },
];

/** The settings of a new run. What cannot be is said here, in place, and the run that is open stays as it was. */
export default function ConfigDialog() {
  const { t } = useTranslation('config');
  const lab = useLab();
  const [config, setConfig] = useState(() => useView.getState().frame?.config ?? defaultLabConfig);
  const [problem, setProblem] = useState<ErrorFacts>();
  const conflict = conflictOf(config);
  const change = (name: FieldSpec['name'], value: number) => setConfig({ ...config, [name]: value });
  const start = (event: FormEvent) => {
    event.preventDefault();
    const wrong =
      event.target instanceof HTMLFormElement && event.target.querySelector('[aria-invalid=true]');
    if (wrong instanceof HTMLElement) {
      // It may be folded away.
      wrong.closest('details')?.setAttribute('open', '');
      wrong.focus();
      return;
    }
    beginStory(lab, config).then(
      () => {
        useView.getState().select(undefined);
        close();
      },
      (error: unknown) => setProblem(factsOf(error)),
    );
  };
  return (
    <Modal title={t('title')} onClose={close}>
      <form className="config" onSubmit={start} noValidate>
        <div className="config-presets" role="group" aria-label={t('presets')}>
          {presets.map((preset) => (
            <button
              key={preset.id}
              type="button"
              className="button"
              onClick={() => setConfig({ ...defaultLabConfig, seed: config.seed, ...preset.config })}
            >
              {t(`preset.${preset.id}`)}
            </button>
          ))}
        </div>
        <div className="config-groups">
          {numberGroups.map(({ id, fields, more }) => (
            <fieldset key={id}>
              <legend>{t(`group.${id}`)}</legend>
              {fields.map((field) => (
                <Field key={field.name} field={field} value={config[field.name]} onChange={change} />
              ))}
              <Choices group={id} config={config} onChange={setConfig} />
              {more.length > 0 && (
                <details className="config-more">
                  <summary>{t('more')}</summary>
                  {more.map((field) => (
                    <Field key={field.name} field={field} value={config[field.name]} onChange={change} />
                  ))}
                </details>
              )}
            </fieldset>
          ))}
        </div>
        <BrokenRules
          broken={config.brokenRules}
          onChange={(brokenRules) => setConfig({ ...config, brokenRules })}
        />
        {conflict !== undefined && (
          <p className="form-error" role="alert">
            {t(`conflict.${conflict}`, { max: MACHINES_MAX })}
          </p>
        )}
        <Stability config={config} />
        {problem !== undefined && (
          <p className="form-error" role="alert">
            {t('refused', { reason: errorWords(problem) })}
          </p>
        )}
        <footer className="modal-foot">
          <button
            type="button"
            className="button"
            onClick={() => setConfig({ ...config, seed: (config.seed + 1) % 4294967296 })}
          >
            {t('nextSeed')}
          </button>
          <button type="button" className="button" onClick={() => chooseScript(lab)}>
            {t('openScript')}
          </button>
          <span className="grow" />
          <button type="button" className="button" onClick={close}>
            {t('keep')}
          </button>
          <button type="submit" className="button button-primary">
            {t('start')}
          </button>
        </footer>
      </form>
      <Memory />
    </Modal>
  );
}

interface ChoicesProps {
  readonly config: LabConfig;
  readonly onChange: (config: LabConfig) => void;
}

/** What is no number: switches, and choices of a few. */
function Choices({ group, config, onChange }: ChoicesProps & { readonly group: GroupId }) {
  const { t } = useTranslation('config');
  return (
    <>
      {(switchGroups[group] ?? []).map((name) => (
        <label key={name} className="field field-switch">
          <span>{t(`field.${name}`)}</span>
          <input
            type="checkbox"
            checked={config[name]}
            onChange={(event) => onChange({ ...config, [name]: event.target.checked })}
          />
        </label>
      ))}
      {group === 'raft' && <ReadOnly config={config} onChange={onChange} />}
      {group === 'clock' && <Storage config={config} onChange={onChange} />}
      {group === 'etcd' && <Beginning config={config} onChange={onChange} />}
    </>
  );
}

function ReadOnly({ config, onChange }: ChoicesProps) {
  const { t } = useTranslation('config');
  return (
    <label className="field">
      <span>{t('field.readOnly')}</span>
      <select
        value={config.readOnly}
        onChange={(event) =>
          onChange({ ...config, readOnly: event.target.value === 'safe' ? 'safe' : 'leaseBased' })
        }
      >
        <option value="safe">{t('safe')}</option>
        <option value="leaseBased">{t('leaseBased')}</option>
      </select>
    </label>
  );
}

function Storage({ config, onChange }: ChoicesProps) {
  const { t } = useTranslation('config');
  return (
    <>
      <label className="field">
        <span>{t('field.storage')}</span>
        <select
          value={config.storage}
          onChange={(event) =>
            onChange({ ...config, storage: event.target.value === 'sync' ? 'sync' : 'async' })
          }
        >
          <option value="async">{t('asyncStorage')}</option>
          <option value="sync">{t('syncStorage')}</option>
        </select>
      </label>
      <label className="field">
        <span>{t('field.crashLoses')}</span>
        <select
          value={config.crashLoses}
          onChange={(event) =>
            onChange({
              ...config,
              crashLoses: LOSSES.find((loss) => loss === event.target.value) ?? 'unsynced',
            })
          }
        >
          {LOSSES.map((loss) => (
            <option key={loss} value={loss}>
              {t(loss)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

/** What a crash may lose. */
const LOSSES = ['unsynced', 'unwritten', 'torn'] as const;

function Beginning({ config, onChange }: ChoicesProps) {
  const { t } = useTranslation('config');
  return (
    <>
      <label className="field">
        <span>{t('field.bootstrap')}</span>
        <select
          value={config.bootstrap}
          onChange={(event) =>
            onChange({ ...config, bootstrap: event.target.value === 'etcd' ? 'etcd' : 'plain' })
          }
        >
          <option value="plain">{t('plain')}</option>
          <option value="etcd">{t('asEtcd')}</option>
        </select>
      </label>
      <label className="field">
        <span>{t('field.clusterToken')}</span>
        <input
          value={config.clusterToken}
          spellCheck={false}
          maxLength={100}
          onChange={(event) => onChange({ ...config, clusterToken: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t('field.autoCompactionMode')}</span>
        <select
          value={config.autoCompactionMode}
          onChange={(event) =>
            onChange({
              ...config,
              autoCompactionMode: event.target.value === 'revision' ? 'revision' : 'periodic',
            })
          }
        >
          <option value="periodic">{t('periodic')}</option>
          <option value="revision">{t('revision')}</option>
        </select>
      </label>
    </>
  );
}

/** A number as it is typed. What is none, or out of its bounds, stays in the box and is said below it. */
function Field({
  field,
  value,
  onChange,
}: {
  field: FieldSpec;
  value: number;
  onChange: (name: FieldSpec['name'], value: number) => void;
}) {
  const { t } = useTranslation('config');
  const id = useId();
  const factor = shownFactor(field);
  const shown = Number((value * factor).toPrecision(16));
  const [text, setText] = useState(String(shown));
  const typed = text.trim() === '' ? Number.NaN : Number(text);
  if (!Object.is(typed, shown) && Number.isFinite(shown) && Math.abs(typed - shown) > 1e-9)
    setText(String(shown));
  const { min, max, whole } = shownRange(field);
  const isWrong = !isInRange(field, value);
  return (
    <>
      <label className="field">
        <span>{t(`field.${field.name}`)}</span>
        <span className="field-value">
          <input
            type="number"
            min={min}
            max={max}
            step={whole ? 1 : 'any'}
            value={text}
            size={String(shown).length}
            data-long={text.length > 7 || undefined}
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong ? id : undefined}
            onChange={(event) => {
              setText(event.target.value);
              const number = event.target.value.trim() === '' ? Number.NaN : Number(event.target.value);
              onChange(field.name, number / factor);
            }}
          />
          <small>{field.unit}</small>
        </span>
      </label>
      {isWrong && (
        <p id={id} className="field-wrong" role="alert">
          {t(whole ? 'bounds.whole' : 'bounds.real', { min, max })}
        </p>
      )}
    </>
  );
}
