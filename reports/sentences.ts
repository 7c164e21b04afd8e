import type { Judgement, RunResult, RunSetting, Verdicts } from '../scenarios/judging/result.ts';
import { civilDate, civilTime, clockTime, DAY_MS, isoTime } from '../sim/civil-time.ts';
import { overTarget } from './measurements.ts';
import { countText, shareText } from './quantities.ts';
import type { Words } from './words.ts';

type Sentences = Readonly<Record<keyof Verdicts, string>>;

/** Why each of the three verdicts is what it is, in a sentence or two. */
export function verdictSentences(result: RunResult, words: Words): Sentences {
  return {
    valid: validSentence(result, words),
    correct: correctSentence(result, words),
    fast: fastSentence(result, words),
  };
}

function validSentence({ validity, verdicts }: RunResult, { reasons }: Words): string {
  const named = (verdict: string) =>
    list(validity.filter((check) => check.verdict === verdict).map(({ name }) => name));
  switch (verdicts.valid) {
    case 'pass':
      return reasons.checksHold(validity.length);
    case 'fail':
      return reasons.checksBroken(named('fail'));
    case 'inconclusive':
      return reasons.notChecked(named('inconclusive'));
  }
}

function correctSentence({ oracles, verdicts }: RunResult, { reasons }: Words): string {
  const violations = oracles.reduce((sum, { violationCount }) => sum + violationCount, 0);
  const judged = oracles.reduce((sum, oracle) => sum + oracle.judged, 0);
  const found = oracles.filter(({ violationCount }) => violationCount > 0);
  const starved = oracles.filter(({ verdict }) => verdict === 'inconclusive');
  switch (verdicts.correct) {
    case 'pass':
      return reasons.noViolation(countText(judged), oracles.length);
    case 'fail':
      return reasons.violations(
        countText(violations),
        list(found.map(({ name, violationCount }) => `${name} (${countText(violationCount)})`)),
      );
    case 'inconclusive':
      return reasons.notJudged(list(starved.map(({ name }) => name)));
  }
}

function fastSentence(result: RunResult, { reasons }: Words): string {
  return `${thresholdSentence(result, reasons)} ${overSentence(result, reasons)}`;
}

function thresholdSentence({ thresholds, verdicts }: RunResult, reasons: Words['reasons']): string {
  const broken = thresholds.filter(({ verdict }) => verdict === 'fail');
  const starved = thresholds.filter(({ verdict }) => verdict === 'inconclusive');
  switch (verdicts.fast) {
    case 'pass':
      return reasons.thresholdsHold(thresholds.length);
    case 'fail':
      return reasons.thresholdsBroken(broken.length, thresholds.length);
    case 'inconclusive':
      if (thresholds.length === 0) return reasons.nothingAsked;
      return reasons.notMeasured(
        list(starved.map(({ selector, source }) => `${selector} ${source}`)),
      );
  }
}

/** How many journeys exceeded the target, of how many, exactly. */
export function overSentence(
  result: Pick<Judgement, 'metrics'>,
  reasons: Words['reasons'],
): string {
  const { over, of } = overTarget(result);
  if (of === 0) return reasons.noDuration;
  return reasons.over(countText(over), countText(of), shareText(over, of));
}

/** Which times are measured and which are those of a model, and what documents were. */
export function timeNotes(setting: RunSetting, { notes }: Words): readonly string[] {
  return [clockNote(setting, notes), notes[setting.render]];
}

/** That a fault was planted into the server, where it was; said before anything else. */
export function mutantNotes({ mutant }: RunSetting, { notes, lang }: Words): readonly string[] {
  return mutant === undefined
    ? []
    : [notes.mutant(mutant.id, lang === 'ja' ? mutant.ja : mutant.en)];
}

/** Which oracles were left out, and what the others could not judge, where there is some. */
export function leftOutNotes(
  { oraclesLeftOut = [], blindSpots = [] }: Pick<Judgement, 'oraclesLeftOut' | 'blindSpots'>,
  { leftOut, blindSpot, lang }: Words,
): readonly string[] {
  return [
    ...(oraclesLeftOut.length === 0 ? [] : [leftOut(list(oraclesLeftOut))]),
    ...blindSpots.map(({ oracle, ja, en }) => blindSpot(oracle, lang === 'ja' ? ja : en)),
  ];
}

function clockNote({ clock, speed }: RunSetting, notes: Words['notes']): string {
  if (clock === 'virtual') return notes.virtual;
  return speed === 1 ? notes.real : notes.compressed(countText(speed));
}

/** Where something happened: the kiosk, and the journey if it is of one. */
export function placeText(
  { kiosk, journey }: { readonly kiosk: string; readonly journey: number },
  { columns }: Words,
): string {
  return journey < 0 ? kiosk : `${kiosk} · ${columns.journey} ${journey}`;
}

/** `2015-06-01 (Mon) 06:30–23:00`: the stretch of civil time that was simulated. */
export function simulatedText(
  { setting, scenarioMs }: Pick<RunResult, 'setting' | 'scenarioMs'>,
  { weekdays }: Words,
): string {
  const [from, to] = [setting.originMs, setting.originMs + scenarioMs];
  const [fromDay, toDay] = [dayText(from, weekdays), dayText(to, weekdays)];
  const end = fromDay === toDay ? timeOfDay(to) : `${toDay} ${timeOfDay(to)}`;
  return `${fromDay} ${timeOfDay(from)}–${end}`;
}

/** When something happened, to the second; with its date in runs of several days. */
export function instantText(
  { setting, scenarioMs }: Pick<RunResult, 'setting' | 'scenarioMs'>,
  t: number,
): string {
  const text = isoTime(setting.originMs + t);
  return scenarioMs > DAY_MS ? text.slice(0, 19).replace('T', ' ') : text.slice(11, 19);
}

function dayText(instantMs: number, weekdays: readonly string[]): string {
  return `${civilDate(instantMs)} (${weekdays[civilTime(instantMs).weekday]})`;
}

function timeOfDay(instantMs: number): string {
  return clockTime(civilTime(instantMs).msOfDay);
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
