import type { Session, WebContents } from 'electron';
import { APP_ORIGIN } from './scheme.ts';

/** The production policy. `cli/serve-page.ts` sends the same one; a test compares them. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Record<string, string[]> = {
  'Content-Security-Policy': [CONTENT_SECURITY_POLICY],
  'Cross-Origin-Opener-Policy': ['same-origin'],
  'Cross-Origin-Embedder-Policy': ['require-corp'],
  'X-Content-Type-Options': ['nosniff'],
};

/** How many requests left the app's own scheme, or tried to. */
export interface NetworkCount {
  refused: number;
}

/** Adds the policy to every answer, cancels (and counts) every request that is not ours, and denies every permission. */
export function guardSession(session: Session): NetworkCount {
  const count: NetworkCount = { refused: 0 };
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !isOurs(details.url);
    if (cancel) count.refused += 1;
    answer({ cancel });
  });
  session.webRequest.onHeadersReceived((details, answer) => {
    answer({ responseHeaders: { ...details.responseHeaders, ...HEADERS } });
  });
  session.setPermissionRequestHandler((_contents, _permission, grant) => {
    grant(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  return count;
}

/** Refuses navigation, new windows and webviews. */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** `blob:` (a file the page offers to save) and `data:` (pictures) never reach the network. */
function isOurs(address: string): boolean {
  return [`${APP_ORIGIN}/`, `blob:${APP_ORIGIN}/`, 'data:', 'devtools:'].some((start) => address.startsWith(start));
}
