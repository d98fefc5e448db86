import {
  type AfterViewInit,
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  type ElementRef,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { PromoCodeInput } from 'promo-lead';

@Component({
  selector: 'app-checkout',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <form (submit)="pay($event)">
      <promo-code-input
        #field
        name="code"
        endpoint="https://leads.example"
        [value]="code()"
        (input)="code.set(field.value)"
        (promo-code-verdict)="heard.emit('verdict:' + $event.verdict.status)"
        (camelEvent)="heard.emit('camelEvent')"
        (CAPSEvent)="heard.emit('CAPSEvent')"
        (PascalEvent)="heard.emit('PascalEvent')"
      />
      <button>Pay</button>
      <button type="button" (click)="code.set('WELCOME10')">Use WELCOME10</button>
      <output id="code">{{ code() }}</output>
      <output id="sent">{{ sent() }}</output>
    </form>
  `,
})
export class Checkout implements AfterViewInit {
  readonly heard = output<string>();
  readonly code = signal('');
  readonly sent = signal('');
  readonly field = viewChild.required<ElementRef<PromoCodeInput>>('field');

  ngAfterViewInit(): void {
    const { nativeElement } = this.field();
    nativeElement.addEventListener('promo-code-check', () => this.heard.emit('check'));
  }

  pay(event: SubmitEvent): void {
    event.preventDefault();
    this.sent.set(JSON.stringify([...new FormData(event.target as HTMLFormElement)]));
  }
}
