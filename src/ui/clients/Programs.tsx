import { memo, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { Instruction } from '../../client/effect.ts';
import type { ClientFrame } from '../../lab/frame/frame.ts';
import {
  formedProgram,
  recipeFields,
  recipes,
  type Recipe,
  type RecipeField,
  type RecipeValues,
} from '../../forms/client-form.ts';
import { formatNode } from '../../view/say/format.ts';
import { twoOwners } from '../../view/time/owners.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { useAct } from '../act.ts';
import { currentView, useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { GoToTime } from './GoToTime.tsx';
import { Loads } from './Loads.tsx';
import { noteWords } from './note-words.ts';
import { PauseAndStop, Tell } from './Tell.tsx';
import { OwnersAlert } from './OwnersAlert.tsx';

const LINES_SHOWN = 6;
const NO_CLIENTS: readonly ClientFrame[] = [];

interface Draft {
  readonly recipe: Recipe;
  readonly all: Partial<Record<Recipe, RecipeValues>>;
}

/** What has been typed into the form stays when another panel is looked at. */
const useDraft = create<Draft>(() => ({ recipe: 'lock', all: {} }));

/** The client programs that run in the world, and the form that starts one. */
export function Programs() {
  const { t } = useTranslation('clients');
  const all = useFramePart((frame) => frame.clients) ?? NO_CLIENTS;
  // Consoles have a panel of their own.
  const clients = all.filter(({ recipe }) => recipe !== 'console');
  const contested = new Set(
    twoOwners(clients, 0)
      .filter(({ to }) => to === undefined)
      .flatMap(({ loser, owner }) => [loser.client, owner.client]),
  );
  return (
    <>
      <StartProgram clients={clients} />
      <Loads clients={clients} />
      <OwnersAlert clients={clients} />
      {clients.length < all.length && (
        <button
          type="button"
          className="link-button"
          onClick={() => useView.setState({ panelTab: 'console', phoneTab: 'console' })}
        >
          {t('consoles', { count: all.length - clients.length })}
        </button>
      )}
      {clients.length > 0 && (
        <ul className="programs" aria-label={t('programs')}>
          {clients.map((client) => (
            <Program key={client.name} client={client} contested={contested.has(client.name)} />
          ))}
        </ul>
      )}
    </>
  );
}

function StartProgram({ clients }: { clients: readonly ClientFrame[] }) {
  const { t } = useTranslation('clients');
  const act = useAct();
  const { recipe, all } = useDraft();
  const node = useView((state) => state.clientNode);
  const values = all[recipe] ?? {};
  const name = nextName(clients);
  const form = formedProgram(recipe, values);
  const change = (field: RecipeField, value: string) =>
    useDraft.setState({ all: { ...all, [recipe]: { ...values, [field]: value } } });
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (!form.ok) return;
    const up = currentView().frame?.nodes.filter(({ status }) => status !== 'killed') ?? [];
    const endpoints = node === undefined ? up.map(({ id }) => id) : [node];
    act((lab) => lab.act({ type: 'startClient', client: name, endpoints, program: form.program }));
  };
  return (
    <form className="start-program" onSubmit={start} aria-label={t('start.title')}>
      <select
        aria-label={t('start.recipe')}
        value={recipe}
        onChange={(event) =>
          useDraft.setState({ recipe: recipes.find((each) => each === event.target.value) ?? 'lock' })
        }
      >
        {recipes.map((each) => (
          <option key={each} value={each}>
            {t(`recipe.${each}`)}
          </option>
        ))}
      </select>
      {recipeFields[recipe].map(([field, initial]) => (
        <label key={field}>
          <span>{t(`start.field.${field}`)}</span>
          <input
            value={values[field] ?? initial}
            size={field === 'subject' || field === 'value' ? 8 : 4}
            spellCheck={false}
            autoCapitalize="off"
            aria-invalid={(!form.ok && form.field === field) || undefined}
            onChange={(event) => change(field, event.target.value)}
          />
        </label>
      ))}
      <button type="submit" className="button button-send" disabled={!form.ok}>
        {t('start.start', { name })}
      </button>
    </form>
  );
}

function nextName(clients: readonly ClientFrame[]): string {
  for (let i = 1; ; i++) if (!clients.some(({ name }) => name === `c${i}`)) return `c${i}`;
}

/** One client: what it does, how it stands, what it told of itself, what it may be told. */
const Program = memo(function Program({ client, contested }: { client: ClientFrame; contested: boolean }) {
  const { t } = useTranslation('clients');
  const { name, recipe, subject, stage, endpoints, status, waiting, lines, told } = client;
  const shown = lines.slice(-LINES_SHOWN);
  return (
    <li className="program" data-status={status} data-contested={contested || undefined}>
      <header>
        <b>{name}</b>
        <span>{t(`does.${recipe}`)}</span>
        {subject.length > 0 && <code>{showBytes(subject)}</code>}
        <span className="program-status">{t(`run.${status}`)}</span>
        {contested && <strong className="program-contested">⚠ {t('twoOwners.short')}</strong>}
        <small className="muted">
          {stage !== undefined && status === 'running' && `${t(`stage.${stage}`)} · `}
          {endpoints.map(formatNode).join(' ')}
          {waiting > 0 && ` · ${t('waiting', { count: waiting })}`}
        </small>
      </header>
      {told > shown.length && (
        <p className="muted small">{t('olderLines', { count: told - shown.length })}</p>
      )}
      <ol className="program-lines">
        {shown.map((line) => (
          <li key={line.number} data-note={line.note.type}>
            <GoToTime at={line.at} /> <span>{noteWords(line.note)}</span>
          </li>
        ))}
      </ol>
      <Controls client={client} />
    </li>
  );
});

/** Those that hold something by a lease. */
const withLease: ReadonlySet<ClientFrame['recipe']> = new Set<ClientFrame['recipe']>([
  'lock',
  'rwLock',
  'doubleBarrier',
  'campaign',
  'discovery',
  'keepAlive',
]);

function Controls({ client }: { client: ClientFrame }) {
  const { t } = useTranslation('clients');
  const act = useAct();
  const { name, recipe, status } = client;
  if (status === 'done' || status === 'stopped') return null;
  const tell = (instruction: Instruction) => () =>
    act((lab) => lab.act({ type: 'tellClient', client: name, instruction }));
  const hasLease = withLease.has(recipe);
  return (
    <div className="row-actions">
      {status === 'running' && recipe !== 'stm' && recipe !== 'enqueue' && (
        <Tell words={t('tell.release')} name={name} onPress={tell({ type: 'release' })} />
      )}
      {status === 'running' && recipe === 'campaign' && (
        <Tell
          words={t('tell.publish')}
          name={name}
          onPress={tell({ type: 'publish', value: encodeUtf8(`${name} ${client.told}`) })}
        />
      )}
      {status === 'running' && hasLease && (
        <Tell words={t('tell.stopKeepAlive')} name={name} onPress={tell({ type: 'stopKeepAlive' })} />
      )}
      <PauseAndStop name={name} status={status} />
    </div>
  );
}
