import { z } from 'zod';
import type { Centre, Reply } from '../../devices/bus/centre.ts';
import { Authentication, Issuance } from '../../server/contract.ts';
import { type Process, perform } from '../../sim/process.ts';
import type { TargetCalls } from './target.ts';

/**
 * The centre that promises stand for. They come from a program of the user's: what is no reply of
 * the port's shape is told as an answer that is not of the contract.
 */
export function promisedCentre(calls: TargetCalls): Centre {
  return {
    openSession: (kiosk) => asked(SESSION, (signal) => calls.openSession(kiosk, signal)),
    authenticate: (kiosk, session, credentials) =>
      asked(AUTHENTICATION, (signal) => calls.authenticate(kiosk, session, credentials, signal)),
    *issue(kiosk, session, request) {
      const reply = yield* asked(ISSUED, (signal) => calls.issue(kiosk, session, request, signal));
      if (reply.kind !== 'granted') return reply;
      const { issuance, pdf: bytes } = reply.value;
      return {
        kind: 'granted',
        value: { issuance, document: { kind: 'pdf', bytes, duplex: false } },
      };
    },
    reportPrint: (kiosk, result) =>
      asked(NOTHING, (signal) => calls.reportPrint(kiosk, result, signal)),
    endSession: (kiosk, session) =>
      asked(NOTHING, (signal) => calls.endSession(kiosk, session, signal)),
  };
}

function asked<T>(
  schema: z.ZodType<Reply<T>>,
  ask: (signal: AbortSignal) => Promise<unknown>,
): Process<Reply<T>> {
  return perform(async (signal): Promise<Reply<T>> => {
    try {
      const reply = schema.safeParse(await ask(signal));
      return reply.success ? reply.data : NOT_OF_THE_PORT;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', reason: `unreachable: ${message}` };
    }
  });
}

const NOT_OF_THE_PORT = { kind: 'failed', reason: 'an answer that is not of the port' } as const;

function replyOf<V extends z.ZodType>(value: V) {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('granted'), value }),
    z.object({ kind: z.literal('refused'), code: z.string() }),
    z.object({ kind: z.literal('failed'), reason: z.string() }),
  ]);
}

const bytes = z.instanceof(Uint8Array);
const SESSION = replyOf(z.object({ sessionId: z.string(), challenge: bytes }));
const AUTHENTICATION = replyOf(Authentication);
const ISSUED = replyOf(z.object({ issuance: Issuance, pdf: bytes }));
const NOTHING = replyOf(
  z
    .undefined()
    .or(z.null())
    .transform(() => undefined),
) as z.ZodType<Reply<void>>;
