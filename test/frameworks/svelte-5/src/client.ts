import { hydrate, mount } from 'svelte';
import Page from './page.svelte';

const target = document.querySelector('#app')!;
if (target.hasChildNodes()) hydrate(Page, { target });
else mount(Page, { target });
