import { request } from 'undici';
import { ANSWER_BYTES, answerBody } from '../../devices/bus/answer-body-http.ts';
import { HttpCentre } from '../../devices/bus/centre-http.ts';
import { CONTRACT_VERSION } from '../../server/contract.ts';
import { CIVIL_TIME_HEADER } from '../../server/http/centre-http.ts';
import { type Process, perform } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import { KioskLines } from '../live/kiosk-lines-socket.ts';
import type { OpenTarget, RefusedTarget, TargetAdapter, TargetPlace } from './target.ts';

/** How long an answer is waited for before the run, ms. */
const PATIENCE_MS = 10_000;

/**
 * A server that speaks the published OpenAPI. Where it offers the device bus, kiosks register on it
 * and show the token they are given; where it does not, they show their own credential instead.
 */
export const openapiTarget: TargetAdapter = {
  name: 'openapi',
  async open(place) {
    const runner = new RealTime();
    try {
      return await opened(place, (process) => runner.run(within(PATIENCE_MS, process, 'measured')));
    } finally {
      runner.stop();
    }
  },
};

/** Runs a process of before the run, for as long as patience lasts. */
type Ask = <A>(process: Process<A>) => Promise<A | typeof TIMED_OUT>;

async function opened(place: TargetPlace, ask: Ask): Promise<OpenTarget | RefusedTarget> {
  const { credentialOf, nowMs, origin, url } = place;
  const version = await versionAt(place, ask);
  if ('refused' in version) return version;
  const bus = (await offersBus(place, ask)) ? new KioskLines() : undefined;
  const centre = new HttpCentre({
    origin,
    tokenOf: (kioskId) => (bus === undefined ? credentialOf(kioskId) : bus.tokenOf(kioskId)),
    headers: () => ({ [CIVIL_TIME_HEADER]: String(nowMs()) }),
  });
  const close = async () => {
    bus?.close();
    await centre.close();
  };
  const refused = (await whyUnregistered(place, bus)) ?? (await whyNoSession(place, centre, ask));
  if (refused !== undefined) {
    await close();
    return { refused };
  }
  const how = bus ? 'over HTTP and Socket.IO' : 'over HTTP alone, as it offers no device bus';
  const said = version.said === undefined ? '; it does not say which contract it speaks' : '';
  return { description: `against ${url} ${how}${said}`, centre, bus, close };
}

/** The version of the contract that a server says it speaks, where it says one. */
async function versionAt(
  { origin, url }: TargetPlace,
  ask: Ask,
): Promise<RefusedTarget | { readonly said: string | undefined }> {
  const answer = await ask(page(`${origin}/openapi.json`));
  if (answer === TIMED_OUT || 'reason' in answer) {
    const why = answer === TIMED_OUT ? SILENCE : answer.reason;
    return {
      refused: `nothing usable answers at ${url} (${why}): start your server, or name where it listens with --target`,
    };
  }
  if (answer.status !== 200) return { said: undefined };
  const said = versionIn(answer.text);
  const [ours] = CONTRACT_VERSION.split('.');
  if (said?.split('.')[0] === ours) return { said };
  const speaks = said === undefined ? 'no version' : `version ${said}`;
  return {
    refused: `${url} says in /openapi.json that it speaks ${speaks} of the contract, and kiosks speak ${CONTRACT_VERSION}: ${REMEDY}`,
  };
}

function versionIn(text: string): string | undefined {
  try {
    const { info } = JSON.parse(text) as { readonly info?: { readonly version?: unknown } };
    return typeof info?.version === 'string' ? info.version : undefined;
  } catch {
    return undefined;
  }
}

/** Engine.IO answers at its own address, also where it refuses this way of asking. */
async function offersBus({ origin }: TargetPlace, ask: Ask): Promise<boolean> {
  const answer = await ask(page(`${origin}/socket.io/?EIO=4&transport=polling`));
  if (answer === TIMED_OUT || 'reason' in answer) return false;
  return /^0\{"sid"|^\{"code":\d,"message"/.test(answer.text);
}

async function whyUnregistered(
  { origin, url, kioskIds, credentialOf }: TargetPlace,
  bus: KioskLines | undefined,
): Promise<string | undefined> {
  try {
    await bus?.open(origin, { of: (_, kioskId) => credentialOf(kioskId) }, kioskIds);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return `${url} offers the device bus and takes no registration (${message}): load fleet.key of --target-data into it`;
  }
}

/** Opens a session and ends it: whoever speaks the contract can do that. */
async function whyNoSession(
  { url, kioskIds }: TargetPlace,
  centre: HttpCentre,
  ask: Ask,
): Promise<string | undefined> {
  const [kiosk = ''] = kioskIds;
  const session = await ask(centre.openSession(kiosk));
  if (session !== TIMED_OUT && session.kind === 'granted') {
    await ask(centre.endSession(kiosk, session.value.sessionId));
    return undefined;
  }
  const answer =
    session === TIMED_OUT ? SILENCE : session.kind === 'refused' ? session.code : session.reason;
  return `${url} opens no session for kiosk ${kiosk} (POST /v1/sessions: ${answer}): load fleet.key of --target-data into it, or ${REMEDY}`;
}

const SILENCE = `no answer within ${PATIENCE_MS / 1000} s`;
const REMEDY = 'speak docs/openapi.json, or give an adapter with --target-adapter';

type Answer = { readonly status: number; readonly text: string } | { readonly reason: string };

function page(url: string): Process<Answer> {
  return perform(async (signal) => {
    try {
      const { statusCode, body } = await request(url, { signal });
      return { status: statusCode, text: (await answerBody(body, ANSWER_BYTES)).toString() };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { reason: code ?? message };
    }
  });
}
