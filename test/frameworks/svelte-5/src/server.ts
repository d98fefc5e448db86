import { render as renderPage } from 'svelte/server';
import Page from './page.svelte';

export function render(): string {
  return renderPage(Page).body;
}
