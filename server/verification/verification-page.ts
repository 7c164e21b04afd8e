import { PROBLEMS, type ProblemCode } from '../problems.ts';
import type { Verified } from './verification.ts';

const STYLE = `
body { font: 16px/1.6 "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic", sans-serif; color: #1d2430;
  background: #f6f5f1; margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.5rem; font-weight: 600; border-bottom: 2px solid #2f5d50; padding-bottom: .4rem; }
h1 small { display: block; font-size: .95rem; font-weight: 400; color: #4b5563; }
.card { background: #fff; border: 1px solid #d8d5cc; border-radius: 6px; padding: 1.25rem 1.5rem; }
label { display: block; font-weight: 600; margin-bottom: .5rem; }
input[type=file] { display: block; margin: .25rem 0 1rem; max-width: 100%; }
button { font: inherit; color: #fff; background: #2f5d50; border: 0; border-radius: 4px;
  padding: .55rem 1.4rem; }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid #c9772b; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.25rem; }
figure { margin: 0; } figure img { width: 100%; border: 1px solid #bbb; background: #fff; }
figcaption { font-weight: 600; margin-bottom: .4rem; }
.refused { border-left: 6px solid #a4262c; } .note { color: #4b5563; font-size: .92rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 0 1rem; }
dt { color: #4b5563; } dd { margin: 0; font-variant-numeric: tabular-nums; }`;

/** The form with which somebody uploads the scan of a back. */
export function formPage(): string {
  return document(`
<div class="card">
<form method="post" action="/verify" enctype="multipart/form-data">
<label for="back">証明書の裏面をスキャンした画像<br>
<span lang="en">Scan of the back of the certificate</span></label>
<input id="back" name="back" type="file" accept="image/png,application/pdf" required>
<button type="submit">確認する <span lang="en">Verify</span></button>
</form>
<p class="note">PNGまたはPDF。裏面全体を200dpi以上で読み取ってください。
<span lang="en">PNG or PDF. Scan the whole back at 200 dpi or more.</span></p>
</div>`);
}

/** The restored front beside what was uploaded. */
export function verifiedPage({ documentId, page, of, front, scan }: Verified): string {
  return document(`
<div class="card">
<dl><dt>証明書番号 <span lang="en">Document</span></dt><dd>${escaped(documentId)}</dd>
<dt>ページ <span lang="en">Page</span></dt><dd>${page}/${of}</dd></dl>
<p>復元した表面を、お手元の証明書の表面と見比べてください。
<span lang="en">Compare the restored front with the front of the certificate in your hand.</span></p>
<p class="note">復元できることは内容が交付時のものであることを示します。用紙が原本であることは示しません。
<span lang="en">That it can be restored proves what was issued, not that the paper is the
original.</span></p>
</div>
<div class="sides">
<figure><figcaption>復元した表面 <span lang="en">Restored front</span></figcaption>
<img alt="復元した表面" src="data:image/png;base64,${base64(front)}"></figure>
<figure><figcaption>アップロードされた画像 <span lang="en">Uploaded scan</span></figcaption>
<img alt="アップロードされた画像" src="data:image/png;base64,${base64(scan)}"></figure>
</div>
<p><a href="/verify">別の証明書を確認する <span lang="en">Verify another one</span></a></p>`);
}

/** Why nothing could be restored, and what to do. */
export function refusedPage(code: ProblemCode): string {
  const { ja, en } = PROBLEMS[code];
  return document(`
<div class="card refused" role="alert">
<p><strong>${escaped(ja)}</strong><br><span lang="en">${escaped(en)}</span></p>
<p><a href="/verify">戻る <span lang="en">Back</span></a></p>
</div>`);
}

function document(body: string): string {
  return `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>証明書の問い合わせ</title>
<style>${STYLE}</style>
</head>
<body><main>
<h1>証明書の問い合わせ <small lang="en">Verification of certificates (test service)</small></h1>
${body}
</main></body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
