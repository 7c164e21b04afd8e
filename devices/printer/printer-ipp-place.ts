/** Where a printer is, as its URL says. */
export interface IppPlace {
  /** What requests call it, e.g. ipp://127.0.0.1:8631/ipp/print; without user and password. */
  readonly printerUri: string;
  /** Where they are posted, e.g. http://127.0.0.1:8631/ipp/print (RFC 8010 §4). */
  readonly httpUrl: string;
  readonly isTls: boolean;
  /** Who prints. */
  readonly user: string;
  /** Shown with HTTP Basic; undefined shows nothing. */
  readonly password: string | undefined;
}

/** Ports that a URL need not name (RFC 8010 §4, RFC 7472 §3). */
const PORTS = new Map([
  ['ipp:', '631'],
  ['ipps:', '631'],
  ['http:', '80'],
  ['https:', '443'],
]);

/** Where IPP Everywhere puts a printer that says nothing else (PWG 5100.14). */
const USUAL_PATH = '/ipp/print';

const USUAL_USER = 'kofu';

/** Reads e.g. `ipps://user:password@printer.example/ipp/print`; undefined if it names no printer. */
export function ippPlace(text: string): IppPlace | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const usualPort = url && PORTS.get(url.protocol);
  if (url === undefined || usualPort === undefined || url.hostname === '') return undefined;
  const isTls = url.protocol === 'ipps:' || url.protocol === 'https:';
  const path = url.pathname === '' || url.pathname === '/' ? USUAL_PATH : url.pathname;
  const rest = `://${url.hostname}:${url.port || usualPort}${path}${url.search}`;
  const [user, password] = [unescaped(url.username), unescaped(url.password)];
  if (user === undefined || password === undefined) return undefined;
  return {
    printerUri: `${isTls ? 'ipps' : 'ipp'}${rest}`,
    httpUrl: `${isTls ? 'https' : 'http'}${rest}`,
    isTls,
    user: user || USUAL_USER,
    password: url.password === '' ? undefined : password,
  };
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
