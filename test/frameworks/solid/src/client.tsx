import { hydrate, render } from 'solid-js/web';
import { Page } from './page';

const app = document.querySelector('#app')!;
if (app.hasChildNodes()) hydrate(() => <Page />, app);
else render(() => <Page />, app);
