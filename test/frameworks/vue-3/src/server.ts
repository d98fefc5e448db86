import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import Page from './page.vue';

export function render(): Promise<string> {
  return renderToString(createSSRApp(Page));
}
