import type { Started } from './kofu.ts';

/** Where a server says that it listens. Rejects with what it said where it ends instead. */
export async function originOf({ child, ended }: Started): Promise<string> {
  let said = '';
  const told = new Promise<string>((resolve) => {
    child.stderr?.on('data', (text: string) => {
      said += text;
      const origin = /(http:\/\/127\.0\.0\.1:\d+)\/docs.*Ctrl-C/.exec(said)?.[1];
      if (origin !== undefined) resolve(origin);
    });
  });
  const broken = ended.then(({ stderr }) => {
    throw new Error(stderr);
  });
  return await Promise.race([told, broken]);
}
