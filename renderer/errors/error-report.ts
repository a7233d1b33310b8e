import type { LabErrorData } from '../../core/session/index.ts';
import type { ErrorText } from '../i18n/index.ts';

/** An error as lines of text, for a message to whoever made the file or keeps Gatescope. */
export function errorReport(error: LabErrorData, text: ErrorText): string {
  const lines = [text.title, `What: ${error.message}`, `Where: ${error.where ?? '-'}`, `Fix: ${error.hint}`, `Code: ${error.code}`];
  return `${lines.join('\n')}\n`;
}
