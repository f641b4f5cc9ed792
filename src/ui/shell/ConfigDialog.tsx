import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultLabConfig, type LabConfig } from '../../sim/config.ts';
import { useLab } from '../lab-context.tsx';
import { useView } from '../store.ts';
import { Modal } from './Modal.tsx';

type NumberField =
  | 'nodes'
  | 'learners'
  | 'seed'
  | 'latencyMs'
  | 'jitterMs'
  | 'loss'
  | 'duplicate'
  | 'reorder'
  | 'fsyncMs'
  | 'tickMs'
  | 'electionTicks'
  | 'heartbeatTicks'
  | 'snapshotCount'
  | 'quotaBytes';

/** Limits are what the form offers; the lab has the last word, and its words are shown. */
const groups: readonly {
  readonly id: 'cluster' | 'network' | 'clock' | 'etcd';
  readonly fields: readonly FieldSpec[];
}[] = [
  {
    id: 'cluster',
    fields: [
      { name: 'nodes', min: 3, max: 9, step: 1 },
      { name: 'learners', min: 0, max: 6, step: 1 },
      { name: 'seed', min: 0, max: 4294967295, step: 1 },
      { name: 'snapshotCount', min: 1, max: 100000, step: 1 },
    ],
  },
  {
    id: 'network',
    fields: [
      { name: 'latencyMs', min: 0, max: 10000, step: 'any', unit: 'ms' },
      { name: 'jitterMs', min: 0, max: 10000, step: 'any', unit: 'ms' },
      { name: 'loss', min: 0, max: 100, step: 'any', unit: '%' },
      { name: 'duplicate', min: 0, max: 100, step: 'any', unit: '%' },
      { name: 'reorder', min: 0, max: 100, step: 'any', unit: '%' },
    ],
  },
  {
    id: 'clock',
    fields: [
      { name: 'tickMs', min: 1, max: 10000, step: 'any', unit: 'ms' },
      { name: 'electionTicks', min: 2, max: 1000, step: 1 },
      { name: 'heartbeatTicks', min: 1, max: 999, step: 1 },
      { name: 'fsyncMs', min: 0, max: 10000, step: 'any', unit: 'ms' },
    ],
  },
  { id: 'etcd', fields: [{ name: 'quotaBytes', min: 1, max: 8589934592, step: 1, unit: 'B' }] },
];

interface FieldSpec {
  readonly name: NumberField;
  readonly min: number;
  readonly max: number;
  readonly step: number | 'any';
  readonly unit?: 'ms' | '%' | 'B';
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
  const { t } = useTranslation('controls');
  const lab = useLab();
  const [config, setConfig] = useState(() => useView.getState().frame?.config ?? defaultLabConfig);
  const [problem, setProblem] = useState<string>();
  const warning = unstable(config);
  const start = (event: FormEvent) => {
    event.preventDefault();
    const started = lab.reset(config).then(() => lab.play());
    started.then(
      () => {
        useView.getState().select(undefined);
        close();
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <Modal title={t('config.title')} onClose={close}>
      <form className="config" onSubmit={start} noValidate>
        <div className="config-presets" role="group" aria-label={t('config.presets')}>
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
          {groups.map((group) => (
            <fieldset key={group.id}>
              <legend>{t(`config.group.${group.id}`)}</legend>
              {group.fields.map((field) => (
                <Field
                  key={field.name}
                  field={field}
                  value={config[field.name]}
                  onChange={(value) => setConfig({ ...config, [field.name]: value })}
                />
              ))}
              {group.id === 'cluster' && <Switches config={config} onChange={setConfig} />}
              {group.id === 'etcd' && <EtcdSwitches config={config} onChange={setConfig} />}
            </fieldset>
          ))}
        </div>
        {warning !== undefined && <p className="form-warning">{t(`config.unstable.${warning}`)}</p>}
        {problem !== undefined && (
          <p className="form-error" role="alert">
            {t('config.refused', { reason: problem })}
          </p>
        )}
        <footer className="modal-foot">
          <button
            type="button"
            className="button"
            onClick={() => setConfig({ ...config, seed: (config.seed + 1) % 4294967296 })}
          >
            {t('config.nextSeed')}
          </button>
          <span className="grow" />
          <button type="button" className="button" onClick={close}>
            {t('config.keep')}
          </button>
          <button type="submit" className="button button-primary">
            {t('config.start')}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

function Switches({ config, onChange }: { config: LabConfig; onChange: (config: LabConfig) => void }) {
  const { t } = useTranslation('controls');
  return (
    <>
      {(['preVote', 'checkQuorum'] as const).map((name) => (
        <label key={name} className="field field-switch">
          <span>{t(`config.field.${name}`)}</span>
          <input
            type="checkbox"
            checked={config[name]}
            onChange={(event) => onChange({ ...config, [name]: event.target.checked })}
          />
        </label>
      ))}
      <label className="field">
        <span>{t('config.field.readOnly')}</span>
        <select
          value={config.readOnly}
          onChange={(event) =>
            onChange({ ...config, readOnly: event.target.value === 'safe' ? 'safe' : 'leaseBased' })
          }
        >
          <option value="safe">{t('config.safe')}</option>
          <option value="leaseBased">{t('config.leaseBased')}</option>
        </select>
      </label>
    </>
  );
}

function EtcdSwitches({ config, onChange }: { config: LabConfig; onChange: (config: LabConfig) => void }) {
  const { t } = useTranslation('controls');
  return (
    <>
      <label className="field">
        <span>{t('config.field.bootstrap')}</span>
        <select
          value={config.bootstrap}
          onChange={(event) =>
            onChange({ ...config, bootstrap: event.target.value === 'etcd' ? 'etcd' : 'plain' })
          }
        >
          <option value="plain">{t('config.plain')}</option>
          <option value="etcd">{t('config.asEtcd')}</option>
        </select>
      </label>
      <label className="field field-switch">
        <span>{t('config.field.leaseCheckpoints')}</span>
        <input
          type="checkbox"
          checked={config.leaseCheckpoints}
          onChange={(event) => onChange({ ...config, leaseCheckpoints: event.target.checked })}
        />
      </label>
    </>
  );
}

/** A number as it is typed: what is not one stays in the box and goes to the lab as NaN, which says so. */
function Field({
  field,
  value,
  onChange,
}: {
  field: FieldSpec;
  value: number;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation('controls');
  const factor = field.unit === '%' ? 100 : 1;
  const shown = Number((value * factor).toPrecision(12));
  const [text, setText] = useState(String(shown));
  const typed = text.trim() === '' ? Number.NaN : Number(text);
  if (!Object.is(typed, shown) && Number.isFinite(shown) && Math.abs(typed - shown) > 1e-9)
    setText(String(shown));
  return (
    <label className="field">
      <span>{t(`config.field.${field.name}`)}</span>
      <span className="field-value">
        <input
          type="number"
          min={field.min}
          max={field.max}
          step={field.step}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            const number = event.target.value.trim() === '' ? Number.NaN : Number(event.target.value);
            onChange(number / factor);
          }}
        />
        <small>{field.unit}</small>
      </span>
    </label>
  );
}

/** Whether these dials make elections unstable, and which of them. */
function unstable(config: LabConfig): 'timeout' | 'heartbeat' | undefined {
  const roundTrip = 2 * (config.latencyMs + config.jitterMs) + 2 * config.fsyncMs;
  if (config.electionTicks * config.tickMs < roundTrip * 2) return 'timeout';
  if (config.heartbeatTicks >= config.electionTicks) return 'heartbeat';
  return undefined;
}
