import { t } from '../i18n/index.ts';
import type { Command } from './key-map.ts';
import type { Lab } from './lab.svelte.ts';
import { isSave, SAVES } from './saves.ts';
import { canReadAgain, readAgain } from './refused.ts';

const ZOOM = 1.4;
const PAN_SHARE = 0.2;

/** Does what a key, a menu entry or a button asks for; false when it means nothing on this screen. */
export function runCommand(lab: Lab, command: Command): boolean {
  if (command === 'open') void lab.chooseFiles();
  else if (command === 'keys') lab.dialog = 'keys';
  else if (command === 'card' || command === 'export' || command === 'settings') return showModel(lab, command);
  else if (isSave(command)) void lab.tell(lab.save(SAVES[command]));
  else if (command === 'back') return goBack(lab);
  else if (command === 'read-again') return canReadAgain(lab) && (void lab.tell(readAgain(lab)), true);
  else if (!lab.run || lab.error) return false;
  else if (command === 'hand') lab.view = 'hand';
  else if (command === 'check') lab.dialog = 'check';
  else if (lab.view === 'start' || lab.view === 'settings') return false;
  else return moveSelection(lab, command) || (lab.view === 'scope' && changeView(lab, command));
  return true;
}

function showModel(lab: Lab, command: 'card' | 'export' | 'settings'): boolean {
  if (!lab.model) return false;
  if (command === 'settings') lab.showSettings();
  else lab.dialog = command;
  return true;
}

function goBack(lab: Lab): boolean {
  if (lab.busy) lab.busy.cancel();
  else if (lab.error) lab.dismissError();
  else if (lab.notice) lab.notice = null;
  else if (lab.view === 'hand' || lab.view === 'settings') lab.view = 'scope';
  else if (lab.view === 'scope' && lab.showsTable) lab.showsTable = false;
  else return false;
  return true;
}

function moveSelection(lab: Lab, command: Command): boolean {
  const steps: Partial<Record<Command, number>> = {
    'step-back': lab.step - 1,
    'step-on': lab.step + 1,
    'step-back-10': lab.step - 10,
    'step-on-10': lab.step + 10,
    'first-step': 0,
    'last-step': lab.timesteps - 1,
  };
  const step = steps[command];
  if (step !== undefined) {
    lab.hover = null;
    lab.selectStep(step);
    lab.announce(t('live.step', { step: lab.step }));
  } else if (command === 'unit-up' || command === 'unit-down') {
    lab.selectUnit(lab.unit + (command === 'unit-up' ? -1 : 1));
    lab.announce(t('live.unit', { unit: lab.unit, units: lab.units }));
  } else if (command === 'sample-back' || command === 'sample-on') {
    lab.selectSample(lab.sample + (command === 'sample-back' ? -1 : 1));
    lab.announce(t('live.sample', { sample: lab.sample, samples: lab.samples }));
  } else {
    return false;
  }
  return true;
}

function changeView(lab: Lab, command: Command): boolean {
  const window = lab.window;
  const at = lab.hover ?? lab.step;
  if (command === 'table') lab.showsTable = !lab.showsTable;
  else if (command === 'fit') window.fit();
  else if (command === 'zoom-in') window.zoom(1 / ZOOM, at);
  else if (command === 'zoom-out') window.zoom(ZOOM, at);
  else if (command === 'pan-left') window.pan(-Math.ceil(PAN_SHARE * window.length));
  else if (command === 'pan-right') window.pan(Math.ceil(PAN_SHARE * window.length));
  else return false;
  return true;
}
