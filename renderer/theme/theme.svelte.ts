export const THEMES = ['dark', 'light', 'hc'] as const;
export type ThemeName = (typeof THEMES)[number];

const KEY = 'gatescope.theme';

/** The colour theme of the page: remembered, else as the system has it. */
export class Theme {
  name: ThemeName = $state('dark');

  constructor() {
    this.set(remembered() ?? ofSystem());
  }

  set(name: ThemeName): void {
    this.name = name;
    document.documentElement.dataset['theme'] = name;
    remember(name);
  }
}

function ofSystem(): ThemeName {
  if (matchMedia('(prefers-contrast: more)').matches) return 'hc';
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

function remembered(): ThemeName | null {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((name) => name === stored) ?? null;
  } catch {
    return null; // storage may be switched off; the system's choice holds
  }
}

function remember(name: ThemeName): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    return; // storage may be switched off; the choice holds for this visit
  }
}
