import type { Lab } from '../state/lab.svelte.ts';

/** Keys of the hand calculation: ← → step, ↑ ↓ unit, Esc back to the scope. Text fields, dialogs and keys with a modifier keep theirs. */
export function handKey(event: KeyboardEvent, lab: Lab): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || lab.dialog !== null) return;
  const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
  if (isTyping && event.key !== 'Escape') return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action(lab);
}

const actions: Readonly<Record<string, (lab: Lab) => void>> = {
  ArrowLeft: (lab) => lab.selectStep(lab.step - 1),
  ArrowRight: (lab) => lab.selectStep(lab.step + 1),
  ArrowUp: (lab) => lab.selectUnit(lab.unit - 1),
  ArrowDown: (lab) => lab.selectUnit(lab.unit + 1),
  Escape: (lab) => (lab.view = 'scope'),
};
