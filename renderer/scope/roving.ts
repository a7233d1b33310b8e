/**
 * Arrow keys in a list with one tab stop: moves the focus among the options of the event's list and gives the index that is now chosen;
 * null for every other key. The key then goes no further.
 */
export function moveFocus(event: KeyboardEvent, length: number): number | null {
  const list = event.currentTarget;
  if (!(list instanceof HTMLElement) || length === 0) return null;
  const options = [...list.querySelectorAll<HTMLElement>('[role="option"]')];
  const index = targetIndex(
    event.key,
    Math.max(
      0,
      options.findIndex((option) => option === document.activeElement),
    ),
    length,
  );
  if (index === null) return null;
  event.preventDefault();
  event.stopPropagation();
  options[index]?.focus();
  return index;
}

function targetIndex(key: string, index: number, length: number): number | null {
  if (key === 'ArrowDown') return Math.min(length - 1, index + 1);
  if (key === 'ArrowUp') return Math.max(0, index - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return null;
}
