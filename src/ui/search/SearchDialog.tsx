import { useId, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { modelProperties, type ModelProperty } from '../../model/properties.ts';
import { countMax, type Bounds } from '../../model/setup.ts';
import { strategies, type SearchLimits, type StrategyName } from '../../search/plan.ts';
import { useAct } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { SearchOutcome } from './SearchOutcome.tsx';
import { SearchProgressList } from './SearchProgressList.tsx';
import {
  pauseSearch,
  resumeSearch,
  startSearch,
  stopSearch,
  useSearch,
  type SearchForm,
} from './search-store.ts';
import './search.css';

/** What may be bounded, in the order in which it is asked for. */
const BOUNDS = [
  'terms',
  'timeouts',
  'proposals',
  'crashes',
  'duplicates',
  'losses',
  'beats',
  'reads',
  'messages',
] as const satisfies (keyof Bounds)[];

/** These always have a bound. */
const always: ReadonlySet<keyof Bounds> = new Set(['terms', 'proposals', 'reads']);

/** Looks for a schedule: what it is to lead to, within which bounds, how far the search is, and what it has found. */
export default function SearchDialog() {
  const { t } = useTranslation('search');
  const lab = useLab();
  const act = useAct();
  const form = useSearch((state) => state.form);
  const phase = useSearch((state) => state.phase);
  const brokenRules = useView(({ frame }) => frame?.config.brokenRules ?? NO_RULES);
  const id = useId();
  const change = (next: Partial<SearchForm>) => useSearch.setState({ form: { ...form, ...next } });
  const isWorking = phase === 'preparing' || phase === 'working' || phase === 'paused';
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    act(() => startSearch(lab, brokenRules));
  };
  const { goal, strategy } = form;
  return (
    <Modal title={t('title')} onClose={() => useView.setState({ door: undefined })}>
      <form className="search" onSubmit={submit}>
        <p className="muted">{t('about')}</p>
        <p className="small">{t('rules', { count: brokenRules.length, rules: brokenRules.join(', ') })}</p>
        <fieldset className="search-goal">
          <legend>{t('goal')}</legend>
          <label>
            <input
              type="radio"
              name={`${id}-goal`}
              checked={goal.type === 'violation'}
              onChange={() => change({ goal: { type: 'violation' } })}
            />{' '}
            {t('goals.violation')}
          </label>
          <select
            aria-label={t('property')}
            disabled={goal.type !== 'violation'}
            value={goal.type === 'violation' ? (goal.properties?.[0] ?? '') : ''}
            onChange={(changed) => change({ goal: violationOf(changed.target.value) })}
          >
            <option value="">{t('any')}</option>
            {modelProperties.map((property) => (
              <option key={property} value={property}>
                {property}
              </option>
            ))}
          </select>
          <label>
            <input
              type="radio"
              name={`${id}-goal`}
              checked={goal.type === 'reach'}
              onChange={() => change({ goal: { type: 'reach', condition: FIRST_CONDITION } })}
            />{' '}
            {t('goals.reach')}
          </label>
          {goal.type === 'reach' && (
            <>
              <input
                className="search-condition"
                aria-label={t('condition')}
                aria-describedby={`${id}-hint`}
                value={goal.condition}
                spellCheck={false}
                autoComplete="off"
                onChange={(changed) => change({ goal: { type: 'reach', condition: changed.target.value } })}
              />
              <small id={`${id}-hint`} className="muted">
                {t('conditionHint')}
              </small>
            </>
          )}
        </fieldset>
        <div className="search-choices">
          <label className="field">
            <span>{t('from')}</span>
            <select
              value={form.from}
              onChange={(changed) => change({ from: changed.target.value === 'fresh' ? 'fresh' : 'here' })}
            >
              <option value="here">{t('froms.here')}</option>
              <option value="fresh">{t('froms.fresh')}</option>
            </select>
          </label>
          <label className="field">
            <span>{t('strategy')}</span>
            <select
              value={strategy}
              onChange={(changed) => change({ strategy: strategyOf(changed.target.value) })}
            >
              {strategies.map((each) => (
                <option key={each} value={each}>
                  {t(`strategies.${each}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <fieldset className="search-bounds">
          <legend>{t('bounds')}</legend>
          {BOUNDS.map((name) => (
            <NumberField
              key={name}
              label={t(`bound.${name}`)}
              value={form.bounds[name]}
              max={name in countMax ? countMax[name as keyof typeof countMax] : 99}
              canBeOpen={!always.has(name)}
              onChange={(value) => change({ bounds: { ...form.bounds, [name]: value } })}
            />
          ))}
          {limitsOf(strategy).map((name) => (
            <NumberField
              key={name}
              label={t(`bound.${name}`)}
              value={form.limits[name]}
              min={1}
              max={name === 'depth' ? 500 : 50_000_000}
              onChange={(value) => change({ limits: { ...form.limits, [name]: value } })}
            />
          ))}
        </fieldset>
        <div className="search-start">
          {isWorking ? (
            <>
              <button
                type="button"
                className="button"
                disabled={phase === 'preparing'}
                onClick={phase === 'paused' ? resumeSearch : pauseSearch}
              >
                {t(phase === 'paused' ? 'resume' : 'pause')}
              </button>
              <button
                type="button"
                className="button"
                onClick={() => {
                  stopSearch();
                  useSearch.setState({ phase: 'open' });
                }}
              >
                {t('stop')}
              </button>
            </>
          ) : (
            <button type="submit" className="button button-primary">
              {t(phase === 'open' ? 'start' : 'again')}
            </button>
          )}
          {phase === 'preparing' && <span>{t('preparing')}</span>}
        </div>
        <SearchProgressList />
        <SearchOutcome brokenRules={brokenRules} />
      </form>
    </Modal>
  );
}

const NO_RULES: readonly string[] = [];
const FIRST_CONDITION = 'node(2).role == leader && commit(3) >= 1';

function violationOf(text: string): SearchForm['goal'] {
  const property = modelProperties.find((each): each is ModelProperty => each === text);
  return property === undefined ? { type: 'violation' } : { type: 'violation', properties: [property] };
}

function strategyOf(text: string): StrategyName {
  return strategies.find((each) => each === text) ?? 'breadth';
}

function limitsOf(strategy: StrategyName): (keyof SearchLimits)[] {
  if (strategy === 'priorities') return ['depth', 'states', 'walks', 'changes'];
  return strategy === 'random' ? ['depth', 'states', 'walks'] : ['depth', 'states'];
}

/** A whole number; empty where there need be no bound. */
function NumberField({
  label,
  value,
  min = 0,
  max,
  canBeOpen = false,
  onChange,
}: {
  label: string;
  value: number;
  min?: number;
  max: number;
  canBeOpen?: boolean;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation('search');
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="number"
        min={min}
        max={max}
        step={1}
        required={!canBeOpen}
        placeholder={canBeOpen ? t('unbounded') : undefined}
        value={Number.isFinite(value) ? value : ''}
        onChange={({ target }) => {
          if (target.value === '') {
            if (canBeOpen) onChange(Infinity);
            return;
          }
          const number = Math.round(target.valueAsNumber);
          if (Number.isFinite(number)) onChange(Math.min(max, Math.max(min, number)));
        }}
      />
    </label>
  );
}
