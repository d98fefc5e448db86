import { createApp, createSSRApp } from 'vue';
import Page from './page.vue';

const app = document.querySelector('#app')!;
(app.hasChildNodes() ? createSSRApp(Page) : createApp(Page)).mount(app);
