import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Frame } from '../../lab/frame/frame.ts';
import type { PaceChoice, StepKind } from '../../lab/lab-port.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { travellingTypes } from '../../view/message/message-look.ts';
import { useAct } from '../act.ts';
import {
  BackIcon,
  CutIcon,
  ForwardIcon,
  HandIcon,
  PauseIcon,
  PlayIcon,
  StartIcon,
  UntilIcon,
} from '../icons.tsx';
import { eventTargets, runTargets, runUntil, setPace, switchHand, targetWords } from '../play.ts';
import { currentView, stepKinds, useView } from '../view-state.ts';
import { speedStop, speeds, speedWords } from './speed.ts';

/** Time in the viewer's hand: play, step by kind, speed, the clock, Live. */
export function ControlsBar() {
  const { t } = useTranslation('controls');
  const act = useAct();
  const live = useView((state) => state.frame?.live ?? true);
  const kind = useView((state) => state.stepKind);
  return (
    <div className="controls" role="toolbar" aria-label={t('toolbar')}>
      <PlayButtons />
      <Clock />
      <ByHand />
      <StepKinds kind={kind} />
      <Until />
      <Speed />
      <span className="grow" />
      {!live && (
        <>
          <span className="past-note" title={t('past') + t('pastDoes')}>
            {t('past')}
            <span className="past-does">{t('pastDoes')}</span>
          </span>
          <button
            type="button"
            className="button drop"
            title={t('dropDoes')}
            aria-label={t('drop')}
            onClick={() => act((lab) => lab.dropFuture())}
          >
            <CutIcon /> <span>{t('drop')}</span>
          </button>
        </>
      )}
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

/** Whether time goes by itself, or what happens next is picked. */
function ByHand() {
  const { t } = useTranslation('controls');
  const act = useAct();
  const byHand = useView((state) => state.frame?.byHand ?? false);
  return (
    <button
      type="button"
      className="button by-hand"
      aria-pressed={byHand}
      aria-label={t('byHand')}
      title={t(byHand ? 'timeGoes' : 'byHandDoes')}
      onClick={() => act((lab) => switchHand(lab, !byHand))}
    >
      <HandIcon /> <span>{t('byHand')}</span>
    </button>
  );
}

/** To the start, back, play or pause, forward. */
export function PlayButtons() {
  const { t } = useTranslation('controls');
  const act = useAct();
  // The page opens playing: nothing changes on the button when the first frame says so.
  const playing = useView((state) => state.frame?.playing ?? true);
  // At the newest instant nothing plays as long as what happens next is picked by hand.
  const stands = useView(({ frame }) => frame?.byHand === true && frame.live);
  const kind = useView((state) => state.stepKind);
  const kindName = t(`kind.${kind}`);
  return (
    <div className="controls-play">
      <button
        type="button"
        className="button"
        title={t('toStart')}
        aria-label={t('toStart')}
        onClick={() => act((lab) => lab.seekEvent(0))}
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
        data-stands={stands || undefined}
        aria-description={stands ? t('byHandDoes') : undefined}
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
  );
}

/** Written straight into the page every frame; a click lets an instant be typed. */
export function Clock() {
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
    <select
      className="step-kinds"
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
  );
}

/** As fast as it goes to the next event of a kind: which, and go. */
function Until() {
  const { t } = useTranslation('controls');
  const act = useAct();
  const target = useView((state) => state.runTarget);
  return (
    <div className="until" role="group" aria-label={t('until.run')}>
      <button
        type="button"
        className="button"
        title={t('until.does', { target: targetWords(target) })}
        aria-label={t('until.run')}
        onClick={() => act((lab) => runUntil(lab, target))}
      >
        <UntilIcon /> <span>{t('until.run')}</span>
      </button>
      <select
        aria-label={t('until.choose')}
        value={target}
        onChange={({ target: { value } }) =>
          currentView().setRunTarget(runTargets.find((each) => each === value) ?? 'commit')
        }
      >
        <optgroup label={t('until.events')}>
          {eventTargets.map((each) => (
            <option key={each} value={each}>
              {targetWords(each)}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('until.messages')}>
          {travellingTypes.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}

/** The pace: by meaning, or at one of the stops of the dial, which shows what it is either way. */
function Speed() {
  const { t } = useTranslation('controls');
  const act = useAct();
  const stop = useView((state) => speedStop(state.frame?.speed ?? 1));
  const pace = useView((state) => state.frame?.pace ?? 'following');
  const text = useView((state) => speedText(t, state.frame?.speed ?? 1, pace));
  const said = pace === 'gliding' ? `${t('speed.gliding')}, ${text}` : text;
  const byMeaning = pace !== 'fixed';
  const change = (choice: PaceChoice) => act((lab) => setPace(lab, currentView().frame, choice));
  return (
    <div className="speed" role="group" aria-label={t('speed.label')}>
      <button
        type="button"
        className="button button-tiny"
        aria-pressed={byMeaning}
        title={t('speed.meaningDoes')}
        onClick={() => change(byMeaning ? (speeds[stop] ?? 1) : 'meaning')}
      >
        {t('speed.meaning')}
      </button>
      <input
        type="range"
        min={0}
        max={speeds.length - 1}
        value={stop}
        aria-label={t('speed.label')}
        aria-valuetext={said}
        onChange={(event) => change(speeds[Number(event.target.value)] ?? 1)}
      />
      <output aria-live="off">
        {text} {pace === 'gliding' && <small>{t('speed.gliding')}</small>}
      </output>
    </div>
  );
}

/** A pace by meaning changes all the time: two digits of it are as much as can be read. */
function speedText(
  t: ReturnType<typeof useTranslation<'controls'>>['t'],
  speed: number,
  pace: Frame['pace'],
): string {
  const words = speedWords(speed, pace === 'fixed' ? 3 : 2);
  return 'times' in words ? t(`speed.${words.key}`, { times: words.times }) : t(`speed.${words.key}`);
}
