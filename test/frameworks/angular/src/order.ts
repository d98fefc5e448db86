import { Component, CUSTOM_ELEMENTS_SCHEMA, input, output } from '@angular/core';
import 'promo-lead';

@Component({
  selector: 'app-order',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <lead-form
      endpoint="https://leads.example"
      product="blackmask"
      [products]="products"
      [messages]="messages"
      [clickIdParams]="'aff'"
      [remember]="30"
      [noQueue]="true"
      (lead-submit)="heard.emit('submit:' + $event.lead.phone)"
      (lead-accepted)="heard.emit('accepted:' + $event.receipt.ref)"
    >
      <p slot="extra">Asked for {{ times() }} times.</p>
    </lead-form>
  `,
})
export class Order {
  readonly times = input.required<number>();
  readonly heard = output<string>();
  readonly products = [
    { value: 'blackmask', label: 'Black mask' },
    { value: 'hallupro', label: 'HalluPro' },
  ];
  readonly messages = { submit: 'Order now' };
}
