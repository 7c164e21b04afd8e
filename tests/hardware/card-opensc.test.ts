import { spawnSync } from 'node:child_process';
import { createVerify, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, type TestContext, test } from 'vitest';
import { type IssuedCard, issueCard } from '../../devices/card/card-issue-rsa.ts';
import { openRsaCardKeys } from '../../devices/card/card-office-rsa.ts';
import { VpcdCardSlot } from '../../devices/card-reader/card-slot-vpcd-socket.ts';
import { RealTime } from '../../sim/real-time.ts';
import { unjudged } from '../system-tools.ts';
import { type Ended, needsPcscd, type Pcscd, run, startPcscd } from './pcscd.ts';

/** Any machine's place for it: Debian's is told by its architecture. */
const PKCS11_MODULES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
  (architecture) => `/usr/lib/${architecture}/opensc-pkcs11.so`,
);

const validFromMs = Date.UTC(2026, 0, 1);
const keys = openRsaCardKeys(validFromMs, 2);
const time = new RealTime();
const folder = mkdtempSync(join(tmpdir(), 'kofu-opensc-'));
let pcscd: Pcscd | undefined;
let slot: VpcdCardSlot | undefined;

afterEach(async () => {
  await slot?.close();
  await listed('No');
});
afterAll(async () => {
  time.stop();
  await pcscd?.stop();
  rmSync(folder, { recursive: true });
});

interface Judge {
  readonly issued: IssuedCard;
  /** Runs a program of OpenSC. */
  ask(program: string, ...options: readonly string[]): Promise<Ended>;
}

/** A My Number card with PIN 1234 and password ABC123 in a reader that OpenSC can use. */
async function judged(context: Pick<TestContext, 'skip'>): Promise<Judge> {
  needsPcscd(context);
  needsOpenSc(context);
  pcscd ??= await startPcscd(1);
  const { environment } = pcscd;
  slot ??= new VpcdCardSlot(pcscd.placeOf(1), {
    run: (process) => time.run(process),
    onTrouble: (error) => {
      throw error;
    },
  });
  const issued = await issueCard({
    validFromMs,
    keys: await keys,
    pin: '1234',
    signaturePassword: 'ABC123',
  });
  slot.insert(issued.card);
  const ask: Judge['ask'] = (program, ...options) =>
    run(program, options, { ...environment, OPENSC_DRIVER: 'jpki' });
  await listed('Yes');
  return { issued, ask };
}

/** Waits until the first reader is listed with a card, or without: pcscd looks at times only. */
async function listed(card: 'Yes' | 'No'): Promise<void> {
  if (pcscd === undefined) return;
  for (let looks = 0; looks < 100; looks++) {
    const { stdout } = await run('opensc-tool', ['--list-readers'], pcscd.environment);
    if (new RegExp(`^0 +${card}`, 'm').test(stdout.toString())) return;
    await delay(20);
  }
  throw new Error(`pcscd does not list: ${card}`);
}

function needsOpenSc(context: Pick<TestContext, 'skip'>): void {
  const missing = ['opensc-tool', 'pkcs15-tool', 'pkcs11-tool'].some(
    (tool) => spawnSync(tool, ['--help']).error !== undefined,
  );
  if (missing || moduleOf() === undefined) {
    unjudged(context, 'OpenSC is missing: apt-get install -y opensc opensc-pkcs11');
  }
}

function moduleOf(): string | undefined {
  return PKCS11_MODULES.find((path) => existsSync(path));
}

function der(pem: Buffer): Uint8Array {
  return new Uint8Array(new X509Certificate(pem).raw);
}

describe('OpenSC', () => {
  test('takes the card for a My Number card and lists what is on it', async (context) => {
    const { ask } = await judged(context);
    // Without being told which driver: it tries the others first.
    const { environment } = pcscd as Pcscd;
    const named = await run('opensc-tool', ['--name'], environment);
    expect(named.stdout.toString().trim()).toBe('jpki');
    const dump = (await ask('pkcs15-tool', '--dump')).stdout.toString();
    expect(dump).toContain('PKCS#15 Card [JPKI]');
    expect(dump.match(/^(PIN|Private RSA Key|X\.509 Certificate) \[.*\]$/gm)).toEqual([
      'PIN [User Authentication PIN]',
      'PIN [Digital Signature PIN]',
      'Private RSA Key [User Authentication Key]',
      'Private RSA Key [Digital Signature Key]',
      'X.509 Certificate [User Authentication Certificate]',
      'X.509 Certificate [Digital Signature Certificate]',
      'X.509 Certificate [User Authentication Certificate CA]',
      'X.509 Certificate [Digital Signature Certificate CA]',
    ]);
    expect(dump.match(/Tries left +: \d/g)).toEqual(['Tries left     : 3', 'Tries left     : 5']);
  });

  test('reads the certificates byte by byte as they were issued', async (context) => {
    const { ask, issued } = await judged(context);
    const read = async (id: string) =>
      der((await ask('pkcs15-tool', '--read-certificate', id)).stdout);
    expect(await read('01')).toEqual(issued.userCertificate);
    expect(await read('03')).toEqual(issued.userAuthority);
    expect(await read('04')).toEqual(issued.signatureAuthority);
    const withheld = await ask('pkcs15-tool', '--read-certificate', '02');
    expect(withheld.status).not.toBe(0);
    const pin = ['--verify-pin', '--auth-id', '02', '--pin', 'ABC123'];
    const shown = await ask('pkcs15-tool', ...pin, '--read-certificate', '02');
    expect(der(shown.stdout)).toEqual(issued.signatureCertificate);
  });

  test('blocks the PIN by three wrong ones, and then the right one is refused too', async (context) => {
    const { ask } = await judged(context);
    const verify = (pin: string) =>
      ask('pkcs15-tool', '--verify-pin', '--auth-id', '01', '--pin', pin);
    const triesLeft = async () => {
      const { stdout } = await ask('pkcs15-tool', '--list-pins');
      return /Tries left +: (\d)/.exec(stdout.toString())?.[1];
    };
    expect((await verify('1234')).status).toBe(0);
    for (const left of ['2', '1', '0']) {
      const { status, stderr } = await verify('9999');
      expect(status).not.toBe(0);
      expect(stderr).toContain('PIN code or key incorrect');
      expect(await triesLeft()).toBe(left);
    }
    const { status, stderr } = await verify('1234');
    expect(status).not.toBe(0);
    expect(stderr).toContain('Reference data not usable');
  });

  test('signs with both keys what node and openssl verify', async (context) => {
    const { ask, issued } = await judged(context);
    const module = moduleOf() as string;
    const [message, signature, key] = ['message', 'signature', 'key.pem'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    const said = Buffer.from('交付');
    writeFileSync(message, said);
    for (const [slotIndex, id, pin, certificate] of [
      ['0', '01', '1234', issued.userCertificate],
      ['1', '02', 'ABC123', issued.signatureCertificate],
    ] as const) {
      const login = ['--module', module, '--slot-index', slotIndex, '--login', '--pin', pin];
      const sign = ['--sign', '--id', id, '--mechanism', 'SHA256-RSA-PKCS'];
      const files = ['--input-file', message, '--output-file', signature];
      expect(await ask('pkcs11-tool', ...login, ...sign, ...files)).toMatchObject({ status: 0 });
      const { publicKey } = new X509Certificate(certificate as Uint8Array);
      writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }));
      const openssl = ['dgst', '-sha256', '-verify', key, '-signature', signature, message];
      expect((await run('openssl', openssl)).stdout.toString().trim()).toBe('Verified OK');
      // What is signed is this and nothing else.
      const forged = createVerify('sha256').update(Buffer.concat([said, said]));
      expect(forged.verify(publicKey, readFileSync(signature))).toBe(false);
    }
  });

  test('finds no errors in its own trials of the card', async (context) => {
    const { ask } = await judged(context);
    const login = ['--module', moduleOf() as string, '--login', '--pin', '1234'];
    const { status, stdout } = await ask('pkcs11-tool', ...login, '--test');
    expect(stdout.toString()).toContain('No errors');
    expect(status).toBe(0);
  });
});
