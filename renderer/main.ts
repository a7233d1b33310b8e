import { mount } from 'svelte';
import './theme/tokens.css';
import './theme/base.css';
import './theme/controls.css';
import App from './App.svelte';
import { openHost } from './host/host.ts';

const target = document.querySelector('#app');
if (target) mount(App, { target, props: { host: openHost() } });
