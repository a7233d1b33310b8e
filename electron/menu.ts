import { app, type BrowserWindow, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import { type MenuCommand, TELL } from './channels.ts';
import type { NetworkCount } from './guard.ts';

/** Sets the application menu of the one window. What changes the lab is a command to the page, which knows what is unsaved. */
export function setMenu(window: BrowserWindow, network: NetworkCount): void {
  const isMac = process.platform === 'darwin';
  const about: MenuItemConstructorOptions = { label: 'About Gatescope', click: () => void showAbout(window, network) };
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator !== undefined && { accelerator }),
    click: () => {
      window.webContents.send(TELL.menu, command);
    },
  });
  const template: MenuItemConstructorOptions[] = [
    ...(isMac
      ? [{ label: 'Gatescope', submenu: [about, { type: 'separator' }, { role: 'hide' }, { role: 'quit' }] } as MenuItemConstructorOptions]
      : []), // as: a spread array loses the literal roles
    {
      label: '&File',
      submenu: [
        item('&Open…', 'open', 'CmdOrCtrl+O'),
        { type: 'separator' },
        {
          label: '&Save',
          submenu: [
            item('Weights as .&npz…', 'save-npz'),
            item('Weights as .&weights.h5…', 'save-weights.h5'),
            item('&Certificate…', 'save-certificate'),
            item('&Reproduce in Keras…', 'save-rebuild'),
          ],
        },
        item('&Export…', 'export', 'CmdOrCtrl+Shift+E'),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&View', submenu: viewItems() },
    { label: '&Help', role: 'help', submenu: [about] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function viewItems(): MenuItemConstructorOptions[] {
  const items: MenuItemConstructorOptions[] = [
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'resetZoom' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  return app.isPackaged ? items : [...items, { role: 'toggleDevTools' }];
}

async function showAbout(window: BrowserWindow, network: NetworkCount): Promise<void> {
  const { electron, chrome, node } = process.versions;
  await dialog.showMessageBox(window, {
    type: 'info',
    title: 'About Gatescope',
    message: `Gatescope ${app.getVersion()}`,
    detail: `An oscilloscope for LSTM gates.\nElectron ${electron}, Chromium ${chrome}, Node ${node}\nNetwork requests made: 0; refused: ${network.refused}`,
    buttons: ['Close'],
  });
}
