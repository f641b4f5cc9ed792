import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepKind } from '../../lab/lab-port.ts';
import { formatSeconds } from '../../view/format.ts';
import { useAct } from '../act.ts';
import { BackIcon, ForwardIcon, PauseIcon, PlayIcon, StartIcon } from '../icons.tsx';
import { currentView, stepKinds, useView } from '../store.ts';
import { speedStop, speeds, speedWords } from './speed.ts';

/** Time in the viewer's hand: play, step by kind, speed, the clock, Live. */
export function ControlsBar() {
  const { t } = useTranslation('controls');
  const act = useAct();
  const playing = useView((state) => state.frame?.playing ?? false);
  const live = useView((state) => state.frame?.live ?? true);
  const kind = useView((state) => state.stepKind);
  const kindName = t(`kind.${kind}`);
  return (
    <div className="controls" role="toolbar" aria-label={t('toolbar')}>
      <div className="controls-play">
        <button
          type="button"
          className="button"
          title={t('toStart')}
          aria-label={t('toStart')}
          onClick={() => act((lab) => lab.seek(0))}
        >
          <StartIcon />
        </button>
        <button
          type="button"
          className="button"
          title={t('back', { kind: kindName })}
          aria-label={t('back', { kind: kindName })}
          onClick={() => act((lab) => lab.back(kind))}
        >
          <BackIcon />
        </button>
        <button
          type="button"
          className="button button-primary play"
          onClick={() => act((lab) => (playing ? lab.pause() : lab.play()))}
        >
          {playing ? <PauseIcon /> : <PlayIcon />} <span>{playing ? t('pause') : t('play')}</span>
        </button>
        <button
          type="button"
          className="button"
          title={t('forward', { kind: kindName })}
          aria-label={t('forward', { kind: kindName })}
          onClick={() => act((lab) => lab.step(kind))}
        >
          <ForwardIcon />
        </button>
      </div>
      <Clock />
      <StepKinds kind={kind} />
      <Speed />
      <span className="grow" />
      {!live && <span className="past-note">{t('past')}</span>}
      <button
        type="button"
        className="button live"
        aria-pressed={live}
        data-live={live || undefined}
        title={t('liveDoes')}
        onClick={() => act((lab) => lab.live())}
      >
        <i className="live-dot" /> {t('live')}
      </button>
    </div>
  );
}

/** Written straight into the page every frame; a click lets an instant be typed. */
function Clock() {
  const { t } = useTranslation('controls');
  const act = useAct();
  const text = useRef<HTMLSpanElement>(null);
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    if (typing) return undefined;
    let written = '';
    const write = () => {
      const { frame } = currentView();
      if (!text.current || !frame) return;
      const words = `${formatSeconds(frame.at)} s`;
      // Writing the same again would lay it out again; another width, all that stands beside it.
      if (words !== written) text.current.textContent = words;
      if (words.length !== written.length) text.current.style.width = `${words.length}ch`;
      written = words;
    };
    write();
    return useView.subscribe(write);
  }, [typing]);
  if (!typing) {
    return (
      <button type="button" className="clock" title={t('clockDoes')} onClick={() => setTyping(true)}>
        <span ref={text} />
      </button>
    );
  }
  const go = (value: string) => {
    setTyping(false);
    const seconds = Number(value.replace(',', '.').replace(/s$/, ''));
    if (value.trim() === '') return;
    act(async (lab) => {
      if (!Number.isFinite(seconds) || seconds < 0) throw new Error(t('badInstant', { text: value }));
      await lab.seek(seconds * 1000);
    });
  };
  return (
    <input
      className="clock"
      aria-label={t('clockDoes')}
      autoFocus
      inputMode="decimal"
      defaultValue={formatSeconds(currentView().frame?.at ?? 0)}
      onFocus={(event) => event.target.select()}
      onBlur={() => setTyping(false)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') go(event.currentTarget.value);
        if (event.key === 'Escape') setTyping(false);
      }}
    />
  );
}

function StepKinds({ kind }: { kind: StepKind }) {
  const { t } = useTranslation('controls');
  const setKind = useView((state) => state.setStepKind);
  return (
    <>
      <div className="segments step-kinds" role="radiogroup" aria-label={t('stepBy')}>
        {stepKinds.map((each) => (
          <label key={each} data-checked={each === kind || undefined}>
            <input
              type="radio"
              name="step-kind"
              value={each}
              checked={each === kind}
              onChange={() => setKind(each)}
            />
            {t(`kind.${each}`)}
          </label>
        ))}
      </div>
      <select
        className="step-kinds-phone"
        aria-label={t('stepBy')}
        value={kind}
        onChange={(event) => setKind(stepKinds.find((each) => each === event.target.value) ?? 'event')}
      >
        {stepKinds.map((each) => (
          <option key={each} value={each}>
            {t(`kind.${each}`)}
          </option>
        ))}
      </select>
    </>
  );
}

function Speed() {
  const { t } = useTranslation('controls');
  const act = useAct();
  const speed = useView((state) => state.frame?.speed ?? 1);
  const playing = useView((state) => state.frame?.playing ?? false);
  const words = speedWords(speed);
  const text = 'times' in words ? t(`speed.${words.key}`, { times: words.times }) : t(`speed.${words.key}`);
  const change = (stop: number) =>
    act(async (lab) => {
      await lab.play(speeds[stop] ?? 1);
      if (!playing) await lab.pause();
    });
  return (
    <label className="speed">
      <span className="visually-hidden">{t('speed.label')}</span>
      <input
        type="range"
        min={0}
        max={speeds.length - 1}
        value={speedStop(speed)}
        aria-valuetext={text}
        onChange={(event) => change(Number(event.target.value))}
      />
      <output>{text}</output>
    </label>
  );
}
